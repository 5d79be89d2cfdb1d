/** Several hosts at once: three network namespaces with a real sshd each, started together. */
import { chmodSync, mkdirSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TogetherRequest } from '../../shared/contract/capture-request.ts'
import type { TogetherRow } from '../../shared/model/capture-group.ts'
import { hostDefaults } from '../../shared/model/host.ts'
import { canMakeNetworks, makeNetwork } from '../sshd/network.ts'
import { hasSshd, type Sshd, startSshd } from '../sshd/sshd.ts'
import { setUpBusy } from './busy-machine.ts'
import { type Bench, hasCommand, isRoot, openBench } from './capture-fixture.ts'
import { expectExact, startedFor } from './fault-fixture.ts'
import { makeFaultResources } from './fault-resources.ts'

const canRun = isRoot && hasSshd() && canMakeNetworks()
const busy = setUpBusy(!canRun)
const ms = 1e6
let folder: string
// all of it is done, also when some of it fails
const cleanups = new AsyncDisposableStack()
/** the last one has no perf */
const servers: Sshd[] = []

beforeAll(async () => {
  if (!canRun) return
  folder = await mkdtemp(join(tmpdir(), 'smokejumper-together-'))
  chmodSync(folder, 0o755)
  cleanups.defer(() => rm(folder, { recursive: true, force: true }))
  // `ip netns exec` is in a mount namespace of its own: what is mounted there, nobody else sees
  const withoutPerf = 'for each in /usr/bin/perf*; do mount --bind /dev/null "$each"; done; exec "$@"'
  for (const name of ['web-1', 'web-2', 'web-3']) {
    const network = cleanups.use(await makeNetwork(1))
    const under = [...network.under(0), ...(name === 'web-3' ? ['sh', '-c', withoutPerf, 'sh'] : [])]
    const server = cleanups.use(await startSshd({ address: network.addresses[0] ?? '', under }))
    servers.push(server)
  }
})
afterAll(() => cleanups.disposeAsync())

interface Hosts {
  readonly bench: Bench
  readonly ids: readonly string[]
  /** what is left of spools */
  readonly left: () => string[]
}

const openHosts = async (name: string, resourcesDirectory?: string): Promise<Hosts> => {
  const directory = join(folder, name)
  mkdirSync(directory)
  const bench = await openBench({ directory, ...(resourcesDirectory ? { resourcesDirectory } : {}) })
  const ids: string[] = []
  for (const [index, server] of servers.entries()) {
    const spoolDirectory = join(directory, `web-${index + 1}`)
    mkdirSync(spoolDirectory)
    const { id } = await bench.call('hosts.save', {
      ...hostDefaults,
      ...{ label: `web-${index + 1}`, address: server.address, port: server.port, user: server.user },
      ...{ spoolDirectory, authentication: { method: 'key', path: server.key.path } },
    })
    ids.push(id)
  }
  const left = () =>
    ids.flatMap((_, index) =>
      readdirSync(join(directory, `web-${index + 1}`), { recursive: true }).map(String),
    )
  return { bench, ids, left }
}

const start = (
  bench: Bench,
  request: TogetherRequest,
  onRows: (rows: readonly TogetherRow[]) => void = () => {},
  signal = new AbortController().signal,
) =>
  bench.engine.handlers['captures.startTogether'](request, {
    signal,
    report: ({ hosts }) => onRows(hosts),
  })

const steady = (hostIds: readonly string[], change: Partial<TogetherRequest> = {}): TogetherRequest => ({
  ...{ hostIds: [...hostIds], recipeId: 'steady', parameters: { seconds: 60, mode: 'steady' } },
  ...{ name: 'all three', graceSeconds: 30, ...change },
})

describe.skipIf(!canRun)('several hosts at once', () => {
  // the starts are the kernel's business too: on a machine that is very busy one of them may be late
  it.skipIf(!hasCommand('perf'))(
    'start at one moment, and one that has no perf fails alone',
    { retry: 2 },
    async () => {
      await using stack = new AsyncDisposableStack()
      const { bench, ids, left } = await openHosts(`perf-${performance.now()}`)
      stack.defer(() => bench.engine.close())
      const { groupId, hosts } = await start(bench, {
        ...{ hostIds: [...ids], recipeId: 'cpu-profile', name: '', graceSeconds: 30 },
        parameters: { seconds: 2, hz: 199, pids: [busy.pid()] },
      })
      expect(hosts.map(({ hostLabel, state, error }) => [hostLabel, state, error?.code])).toEqual([
        ['web-1', 'started', undefined],
        ['web-2', 'started', undefined],
        ['web-3', 'failed', 'preflight.tool-missing'],
      ])
      expect(hosts[2]?.error).toMatchObject({
        message: expect.stringContaining('needs perf'),
        remedy: expect.stringContaining('apt'),
      })
      const captures = await Promise.all(hosts.map(({ captureId }) => bench.ended(captureId ?? '')))
      expect(captures.map(({ state, group }) => [state, group?.id, group?.size])).toEqual([
        ['done', groupId, 3],
        ['done', groupId, 3],
        ['failed', groupId, 3],
      ])
      const { members, spread, plannedAt } = await bench.call('captures.group', { groupId })
      expect(spread?.by).toBeLessThan(50 * ms)
      for (const { late, clock, shift, start: at } of members.slice(0, 2)) {
        expect(late).toBeGreaterThanOrEqual(-(at?.error ?? 0))
        // one machine has one clock
        for (const reading of [clock.start, clock.end])
          expect(Math.abs(reading?.offset ?? Number.NaN)).toBeLessThanOrEqual(reading?.error ?? 0)
        // perf has its first sample after the start, and before its end
        expect((shift?.at ?? Number.NaN) - (at?.at ?? 0)).toBeGreaterThan(-1 * ms)
        expect(shift?.at).toBeLessThan(4000 * ms)
      }
      expect(plannedAt).toBeGreaterThan(captures[0]?.states[0]?.at ?? Number.POSITIVE_INFINITY)
      expect(members[2]).toMatchObject({ start: null, late: null, shift: null })
      expect(left()).toEqual([])
    },
  )

  describe('of a tool whose every byte is known', () => {
    let hosts: Hosts
    beforeAll(async () => {
      hosts = await openHosts('steady', makeFaultResources(join(folder, 'resources')))
    })
    afterAll(async () => {
      await hosts.bench.engine.close()
    })

    it('are stopped together, and each kept to the last byte', async () => {
      const { bench, ids, left } = hosts
      const { groupId, hosts: rows } = await start(bench, steady(ids))
      const captureIds = rows.map(({ captureId }) => captureId ?? '')
      expect(bench.engine.captures.running().map(({ group }) => group)).toEqual(
        Array(3).fill({ id: groupId, name: 'all three', size: 3 }),
      )
      for (const id of captureIds) await bench.reached(id, 'some bytes', ({ received }) => received > 0)
      await bench.call('captures.stopTogether', { groupId })
      for (const id of captureIds) {
        const capture = await bench.ended(id)
        expect([capture.state, capture.states.at(-1)?.why]).toEqual(['done', 'stopped by hand'])
        expect((await expectExact(bench, capture)).wasFlushed).toBe(true)
      }
      expect(left()).toEqual([])
      expect(captureIds.flatMap(startedFor)).toEqual([])
    })

    it('called off before the start leave nothing anywhere', async () => {
      const { bench, ids, left } = hosts
      const giveUp = new AbortController()
      const seen = new Set<string>()
      const started = start(
        bench,
        steady(ids),
        (rows) => {
          for (const { captureId } of rows) if (captureId !== null) seen.add(captureId)
          if (rows.every(({ step }) => step === 'waiting for the moment')) giveUp.abort()
        },
        giveUp.signal,
      )
      await expect(started).rejects.toMatchObject({ name: 'AbortError' })
      expect(seen.size).toBe(3)
      for (const captureId of seen)
        await expect(bench.get(captureId)).rejects.toMatchObject({ code: 'capture.unknown' })
      expect([left(), [...seen].flatMap(startedFor), bench.engine.captures.running()]).toEqual([[], [], []])
    })

    it('that are to be all or none are none when one cannot be reached; discarded, nothing stays', async () => {
      const { bench, ids, left } = hosts
      await servers[1]?.stop()
      for (const id of ids) await bench.call('hosts.save', await draftOf(bench, id))
      const refused = start(bench, steady(ids, { allOrNothing: true }))
      await expect(refused).rejects.toMatchObject({
        code: 'capture.not-together',
        message: expect.stringMatching(/all of them or none. web-2: .*refused/),
      })
      expect(left()).toEqual([])

      const { groupId, hosts: rows } = await start(bench, steady(ids))
      expect(rows.map(({ state, error }) => [state, error?.code])).toEqual([
        ['started', undefined],
        ['failed', 'ssh.refused'],
        ['started', undefined],
      ])
      await bench.call('captures.discardTogether', { groupId })
      await expect(bench.call('captures.group', { groupId })).rejects.toMatchObject({
        code: 'capture.unknown',
      })
      expect([left(), rows.flatMap(({ captureId }) => startedFor(captureId ?? ''))]).toEqual([[], []])

      await servers[0]?.stop()
      await servers[2]?.stop()
      for (const id of ids) await bench.call('hosts.save', await draftOf(bench, id))
      await expect(start(bench, steady(ids))).rejects.toMatchObject({
        code: 'capture.not-together',
        message: expect.stringContaining('None of the 3 hosts could start'),
      })
      for (const server of servers) await server.restart()
    })
  })
})

/** As it is saved: saving it again drops its connection. */
const draftOf = async (bench: Bench, hostId: string) => {
  const host = (await bench.call('hosts.list', {})).find(({ id }) => id === hostId)
  if (!host) throw new Error(`no host ${hostId}`)
  const { kind: _kind, createdAt: _at, probe: _probe, authentication, ...draft } = host
  if (authentication === null) throw new Error(`${host.label} has no login`)
  return { ...draft, authentication }
}
