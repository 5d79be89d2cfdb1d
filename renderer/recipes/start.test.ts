import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { estimateCapture } from '../../shared/budget/estimate.ts'
import { limitsOf } from '../../shared/budget/with-limits.ts'
import { type Host, hostDefaults, THIS_MACHINE } from '../../shared/model/host.ts'
import { type Recipe, recipeSchema } from '../../shared/model/recipe.ts'
import { estimateFacts, summariseEstimate } from './estimate-words.ts'
import { initialLimitTexts, readLimitTexts } from './limit-texts.ts'
import { filterProcesses, sortProcesses } from './process-list.ts'
import { listNeeds, worstOf } from './readiness.ts'
import { initialTexts, readPids, readTexts } from './start-values.ts'

const load = (id: string) =>
  recipeSchema.parse(
    JSON.parse(readFileSync(new URL(`../../resources/recipes/${id}.json`, import.meta.url), 'utf8')),
  )
const cpuProfile = load('cpu-profile')
const syscallLatency = load('syscall-latency')

describe('the start form', () => {
  it('begins with values that are right', () => {
    for (const recipe of [cpuProfile, syscallLatency]) {
      expect(readTexts(recipe, initialTexts(recipe)).errors).toEqual({})
    }
  })

  it('says what is wrong with a value and what would be right', () => {
    const { errors, values } = readTexts(cpuProfile, {
      seconds: '0',
      hz: '4.5',
      callGraph: 'fp',
      pids: '12, x',
    })
    expect(errors).toEqual({
      seconds: 'A whole number from 1 to 600 s',
      hz: 'A whole number from 1 to 999 Hz',
      pids: 'x is not a process id: a whole number above 0',
    })
    expect(values).toEqual({ callGraph: 'fp', reading: 'afterwards' })
  })

  it('reads process ids with commas or blanks, each once', () => {
    expect(readPids(' 12,13 12\n14 ', 32)).toEqual([12, 13, 14])
    expect(readPids('', 32)).toEqual([])
    expect(readPids('0', 32)).toEqual({ error: '0 is not a process id: a whole number above 0' })
    expect(readPids('1 2 3', 2)).toEqual({ error: 'At most 2 processes; these are 3' })
  })
})

describe('the estimate', () => {
  const wordsOf = (recipe: Recipe, cpus: number | null, budgetBytes = recipe.budget.bytes) => {
    const { values } = readTexts(recipe, initialTexts(recipe))
    const estimate = estimateCapture(recipe, values, cpus)
    if (estimate === null) throw new Error('no estimate')
    const facts = estimateFacts(estimate, { ...limitsOf(recipe), bytes: budgetBytes }).map(
      ({ name, value }) => `${name}: ${value}`,
    )
    return [summariseEstimate(estimate), ...facts]
  }

  it('says rate times CPUs times seconds, what is attached, bytes and CPU time', () => {
    expect(wordsOf(cpuProfile, 8)).toEqual([
      'at most 760 samples, 3.32 MB, low cost',
      'Samples: 19 Hz × 8 CPUs × 5 s: at most 760',
      'Attached: 8 timers',
      'On the host: at most 3.32 MB of 268 MB',
      'Tracer: about 4.7 % of one CPU, where all CPUs are busy',
    ])
  })

  it('says where it is of one CPU, and where the budget is too small', () => {
    expect(wordsOf(cpuProfile, null)).toEqual([
      'at most 95 samples per CPU, low cost',
      'Samples: 19 Hz × each CPU (how many it has is not known) × 5 s: at most 95 each',
      'Attached: 1 timer for each CPU',
      'On the host: at most 1.29 MB for each CPU, of 268 MB',
      'Tracer: about 4.4 % of one CPU, where all CPUs are busy',
    ])
    expect(wordsOf(cpuProfile, 8, 1e6)).toContain(
      'On the host: up to 3.32 MB: more than the 1 MB after which it stops itself',
    )
  })

  it('says where more CPU time is expected than the tracer may take', () => {
    const { values } = readTexts(cpuProfile, { ...initialTexts(cpuProfile), reading: 'live', hz: '99' })
    const estimate = estimateCapture(cpuProfile, values, 8)
    const facts = estimate === null ? [] : estimateFacts(estimate, limitsOf(cpuProfile))
    expect(facts.find(({ name }) => name === 'Tracer')?.value).toBe(
      'about 83.6 % of one CPU, where all CPUs are busy: more than the 25 % over which the host stops it',
    )
  })

  it('says what is known where the host decides how much there is', () => {
    expect(wordsOf(syscallLatency, 8)).toEqual([
      'medium cost',
      'Events: at most 10 a second for each thread',
      'Attached: 4 probes',
      'Who passes a probe: waits about 0.75 µs each time',
    ])
  })
})

describe('a person’s own limits', () => {
  it('are given only where they are other than the recipe’s', () => {
    expect(initialLimitTexts(syscallLatency)).toEqual({
      ...{ 'tracer-cpu': '50', 'bpf-cpu': '50', events: '20000', lost: '100000', 'host-busy': '' },
      bytes: '268.44',
    })
    expect(readLimitTexts(syscallLatency, { 'tracer-cpu': '50' })).toEqual({ limits: undefined, errors: {} })
    expect(readLimitTexts(cpuProfile, { 'tracer-cpu': ' 2.5 ', bytes: '10', 'host-busy': '90' })).toEqual({
      limits: { 'tracer-cpu': 2.5, bytes: 10_000_000, 'host-busy': 90 },
      errors: {},
    })
  })

  it('are none where nothing is typed, but for the bytes', () => {
    expect(readLimitTexts(syscallLatency, { lost: '', bytes: '', events: '0', 'bpf-cpu': 'x' })).toEqual({
      limits: { lost: null },
      errors: {
        bytes: 'A number above 0',
        events: 'A number above 0, or nothing for no limit',
        'bpf-cpu': 'A number above 0, or nothing for no limit',
      },
    })
  })
})

const hostWith = (
  privilege: 'root' | 'none',
  perfEventParanoid: number,
  abilities: NonNullable<Host['probe']>['abilities'] = [],
): Host => ({
  ...hostDefaults,
  id: THIS_MACHINE,
  kind: 'this-machine',
  label: 'This machine',
  address: '',
  port: 0,
  user: '',
  authentication: null,
  spoolDirectory: '',
  createdAt: 0,
  probe: {
    at: 0,
    took: 1,
    facts: {
      hostname: 'h',
      kernel: '6.12',
      distribution: 'Debian',
      distributionId: 'debian',
      architecture: 'x86_64',
      cpus: 2,
      uptime: 1,
      user: 'deploy',
      uid: 1000,
      privilege,
      perfEventParanoid,
      kptrRestrict: 0,
      cgroup: 'v2',
      spoolFree: 1,
      spoolDirectory: '/var/tmp',
      loadAverage: '0',
    },
    abilities,
    raw: '',
  },
})
const perf = { id: 'perf', title: 'perf', state: 'yes', detail: '6.12', remedy: '' } as const

describe('whether a host can do a recipe', () => {
  it('needs root for the whole system, but not for chosen processes', () => {
    const host = hostWith('none', 2, [perf])
    expect(worstOf(listNeeds(cpuProfile, { pids: [] }, host))).toBe('no')
    expect(worstOf(listNeeds(cpuProfile, { pids: [12] }, host))).toBe('yes')
  })

  it('does not need root where perf_event_paranoid lets everyone', () => {
    expect(worstOf(listNeeds(cpuProfile, { pids: [] }, hostWith('none', 0, [perf])))).toBe('yes')
    expect(worstOf(listNeeds(syscallLatency, {}, hostWith('none', 0)))).toBe('no')
  })

  it('is not known for what the probe did not look for', () => {
    expect(worstOf(listNeeds(cpuProfile, {}, hostWith('root', 2)))).toBe('unknown')
    expect(listNeeds(cpuProfile, {}, { ...hostWith('root', 2), probe: null })).toEqual([])
  })
})

describe('the list of processes', () => {
  const process = (pid: number, cpu: number, comm: string) => ({
    pid,
    ppid: 1,
    user: 'www',
    cpu,
    comm,
    command: `/bin/${comm}`,
  })
  const processes = [process(10, 1, 'nginx'), process(9, 1, 'mysqld'), process(11, 50, 'nginx')]

  it('is searched by all the words', () => {
    expect(filterProcesses(processes, 'NGINX 11').map(({ pid }) => pid)).toEqual([11])
    expect(filterProcesses(processes, ' ')).toHaveLength(3)
  })

  it('is sorted, equals by PID', () => {
    expect(sortProcesses(processes, { by: 'cpu', descending: true }).map(({ pid }) => pid)).toEqual([
      11, 9, 10,
    ])
    expect(sortProcesses(processes, { by: 'comm', descending: false }).map(({ pid }) => pid)).toEqual([
      9, 10, 11,
    ])
  })
})
