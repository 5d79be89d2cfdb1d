import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Host, hostDefaults, type ProbeReport } from '../../../shared/model/host.ts'
import { loadRecipes } from '../recipes/load-recipes.ts'
import { checkGround, checkNeeds, decideElevation } from './preflight.ts'
import type { Ground } from './spool.ts'

const recipes = await loadRecipes(fileURLToPath(new URL('../../../resources/recipes', import.meta.url)))
const profile = recipes.get('cpu-profile')
const syscalls = recipes.get('syscall-latency')

const facts = (change: Partial<ProbeReport['facts']>): ProbeReport['facts'] => ({
  hostname: 'web-3',
  kernel: '6.1.0',
  distribution: 'Debian GNU/Linux 12',
  distributionId: 'debian',
  architecture: 'x86_64',
  cpus: 2,
  uptime: 1000,
  user: 'deploy',
  uid: 1000,
  privilege: 'none',
  perfEventParanoid: 3,
  kptrRestrict: 1,
  cgroup: 'v2',
  spoolFree: 1e9,
  spoolDirectory: '/var/tmp',
  loadAverage: '0.1 0.1 0.1',
  ...change,
})
const probe = (abilities: ProbeReport['abilities']): ProbeReport => ({
  at: 0,
  took: 1,
  facts: facts({}),
  abilities,
  raw: '',
})

describe('what a recipe needs', () => {
  it('is refused with the probe’s own remedy when it is not there', () => {
    const perf = {
      id: 'perf',
      title: 'perf',
      state: 'no',
      detail: 'not installed',
      remedy: 'apt install linux-perf',
    }
    expect(() => checkNeeds(profile, probe([{ ...perf, state: 'no' }]))).toThrow(
      expect.objectContaining({
        code: 'preflight.tool-missing',
        message: '"CPU profile" needs perf on web-3: not installed.',
        remedy: 'apt install linux-perf',
      }),
    )
  })

  it('may be limited or unknown: the tool itself will say', () => {
    for (const state of ['yes', 'limited', 'unknown'] as const) {
      const perf = { id: 'perf', title: 'perf', state, detail: '', remedy: '' }
      expect(() => checkNeeds(profile, probe([perf]))).not.toThrow()
    }
  })
})

describe('root', () => {
  it('goes without sudo for root, and through it where it asks for no password', () => {
    expect(decideElevation(syscalls, { pids: [] }, facts({ uid: 0, privilege: 'root' }))).toBe(false)
    expect(decideElevation(syscalls, { pids: [] }, facts({ privilege: 'sudo' }))).toBe(true)
  })

  it('is not needed for own processes, nor where perf_event_paranoid allows the whole system', () => {
    expect(decideElevation(profile, { pids: [7] }, facts({}))).toBe(false)
    expect(decideElevation(profile, { pids: [] }, facts({ perfEventParanoid: 0 }))).toBe(false)
  })

  it('is refused with the value, the sysctl and sudo when there is no way', () => {
    expect(() => decideElevation(profile, { pids: [] }, facts({}))).toThrow(
      expect.objectContaining({
        code: 'preflight.not-permitted',
        message: expect.stringContaining('kernel.perf_event_paranoid is 3'),
        remedy: expect.stringMatching(/sudo -n.*sysctl -w kernel\.perf_event_paranoid=0/),
      }),
    )
    expect(() => decideElevation(syscalls, { pids: [7] }, facts({ perfEventParanoid: -1 }))).toThrow(
      expect.objectContaining({ code: 'preflight.not-permitted' }),
    )
  })
})

describe('the ground for a spool', () => {
  const host: Host = {
    ...hostDefaults,
    id: 'h',
    kind: 'ssh',
    label: 'web-3',
    address: 'web-3',
    port: 22,
    user: 'deploy',
    authentication: { method: 'agent' },
    spoolDirectory: '',
    createdAt: 0,
    probe: null,
  }
  const mebibytes = (count: number) => count * 1_048_576
  const ground = (change: Partial<Ground>): Ground => ({
    uid: 1000,
    architecture: 'x86_64',
    bootId: 'b',
    hasSetsid: true,
    base: '/var/tmp',
    freeBytes: mebibytes(10_000),
    missingPids: [],
    ...change,
  })

  it('allows the recipe’s budget, or what the host can spare of a small disk', () => {
    expect(checkGround(profile, host, ground({}))).toBe(mebibytes(256))
    expect(checkGround(profile, host, ground({ freeBytes: mebibytes(100) }))).toBe(mebibytes(68))
  })

  it.each([
    ['a full disk', { freeBytes: mebibytes(39) }, 'preflight.no-space', '/var/tmp on web-3 has 39 MiB free'],
    ['no folder', { base: '' }, 'capture.spool', 'No folder on web-3 can be written'],
    ['missing processes', { missingPids: [7, 8] }, 'preflight.no-such-process', 'no process 7, 8 on web-3'],
    ['no setsid', { hasSetsid: false }, 'preflight.tool-missing', 'no setsid on web-3'],
  ])('is refused for %s', (_, change, code, message) => {
    expect(() => checkGround(profile, host, ground(change))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    )
  })
})
