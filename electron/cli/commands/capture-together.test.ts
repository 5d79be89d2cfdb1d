import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Args, Result } from '../../../shared/contract/contract.ts'
import type { Handlers } from '../../../shared/contract/engine.ts'
import type { CaptureState, StoredError } from '../../../shared/model/capture.ts'
import type { CaptureGroup, GroupMember, TogetherRow } from '../../../shared/model/capture-group.ts'
import { type Host, hostDefaults } from '../../../shared/model/host.ts'
import { recipeSchema } from '../../../shared/model/recipe.ts'
import { parseCommand } from '../arguments.ts'
import { makeEngine, makeInterrupts, makeTerminal } from '../cli-fixture.ts'
import { runCapture } from './capture.ts'

const ms = 1e6
const hosts = ['web-1', 'web-2', 'web-3', 'db'].map(
  (label): Host => ({
    ...hostDefaults,
    ...{ id: `id-${label}`, kind: 'ssh', label, address: label, port: 22, user: 'me', spoolDirectory: '' },
    ...{ authentication: { method: 'agent' }, createdAt: 0, probe: null },
    group: label === 'db' ? 'databases' : 'web',
  }),
)
const recipeFile = new URL('../../../resources/recipes/cpu-profile.json', import.meta.url)
const recipe = recipeSchema.parse(JSON.parse(readFileSync(recipeFile, 'utf8')))

const noPerf: StoredError = {
  ...{ code: 'preflight.tool-missing', message: 'It needs perf.', remedy: 'Install it.', facts: {} },
}
const rowOf = (index: number, error: StoredError | null): TogetherRow => ({
  ...{ hostId: `id-web-${index}`, hostLabel: `web-${index}`, captureId: `c${index}`, step: '' },
  ...{ state: error === null ? 'started' : 'failed', error },
})
const memberOf = (index: number, state: CaptureState, after: number | null): GroupMember => ({
  ...{ captureId: `c${index}`, name: 'x', hostId: `id-web-${index}`, hostLabel: `web-${index}` },
  ...{ recipeId: 'cpu-profile', state, error: null, events: state === 'done' ? 1234 : null, bytes: 5678 },
  ...{ duration: null, tracerCpuPercent: null, clock: { start: null, end: null }, late: null, shift: null },
  start: after === null ? null : { at: after * ms, error: 3 * ms },
})
const groupOf = (...members: GroupMember[]): CaptureGroup => ({
  ...{ id: 'g', name: 'x', plannedAt: 1, members, spread: { by: 12 * ms, error: 6 * ms } },
})

/** An engine in which the captures of a group run until `end` is called. */
const makeRun = (
  line: string,
  result: Partial<Result<'captures.startTogether'>>,
  more: Partial<Handlers> = {},
) => {
  let group = groupOf(memberOf(1, 'running', 0))
  const asked = Promise.withResolvers<Args<'captures.startTogether'>>()
  const looked = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<string>()
  const engine = makeEngine({
    'recipes.list': async () => [recipe],
    'hosts.list': async () => hosts,
    'captures.startTogether': async (request) => {
      asked.resolve(request)
      return { groupId: 'g', hosts: [], ...result }
    },
    'captures.group': async () => {
      looked.resolve()
      return group
    },
    'captures.stopTogether': async ({ groupId }) => {
      stopped.resolve(groupId)
      return null
    },
    ...more,
  })
  const terminal = makeTerminal()
  const keys = makeInterrupts()
  const command = parseCommand(['capture', '--recipe', 'cpu-profile', ...line.split(' ')], 'ada')
  if (command.kind !== 'capture') throw new Error('no capture')
  const status = runCapture(command, {
    ...{ client: engine.client, terminal: terminal.terminal, interrupts: keys.interrupts },
  })
  return {
    ...terminal,
    ...{ press: keys.press, status, asked: asked.promise, looked: looked.promise, stopped: stopped.promise },
    end: (...members: GroupMember[]): void => {
      group = groupOf(...members)
      engine.emit('captures.changed', { captureIds: ['c1'] })
    },
  }
}

describe('smokejumper capture on several hosts', () => {
  it('prints a row for each, and says by its status that only some could', async () => {
    const run = makeRun('--host web-1 --host web-2 --host web-1', {
      hosts: [rowOf(1, null), rowOf(2, noPerf)],
    })
    expect(await run.asked).toEqual({
      ...{ hostIds: ['id-web-1', 'id-web-2'], recipeId: 'cpu-profile', parameters: {}, name: '' },
      allOrNothing: false,
    })
    await run.looked
    run.end(memberOf(1, 'done', 12), memberOf(2, 'failed', null))
    expect(await run.status).toBe(3)
    expect(run.notes.slice(0, 2)).toEqual([
      expect.stringMatching(/^web-1: low cost: 5 s/),
      expect.stringMatching(/^web-2: low cost: 5 s/),
    ])
    expect(run.notes.slice(2)).toEqual(['web-2: It needs perf.\n  Install it.'])
    expect(run.printed.join('').split('\n')).toEqual([
      'ID  HOST   STATE   EVENTS  BYTES            STARTED  TRACER',
      'c1  web-1  done     1,234  5,678  +12.0 ms ± 3.0 ms',
      'c2  web-2  failed          5,678',
      'Started within 12.0 ms of each other, give or take 6.0 ms.',
      '',
    ])
  })

  it('says of each that ran what went wrong with it', async () => {
    const run = makeRun('--host web-1 --host web-2', { hosts: [rowOf(1, null), rowOf(2, null)] })
    await run.looked
    const empty = { code: 'capture.empty', message: 'Nothing was recorded.', remedy: 'Longer.', facts: {} }
    run.end({ ...memberOf(1, 'failed', 0), error: empty }, { ...memberOf(2, 'failed', 1), error: empty })
    expect(await run.status).toBe(1)
    expect(run.notes.slice(-2)).toEqual([
      'web-1: Nothing was recorded.\n  Longer.',
      'web-2: Nothing was recorded.\n  Longer.',
    ])
  })

  it('takes all hosts of a group, and is done when all are', async () => {
    const run = makeRun('--group web --all-or-nothing --json', {
      hosts: [1, 2, 3].map((each) => rowOf(each, null)),
    })
    expect(await run.asked).toMatchObject({
      hostIds: ['id-web-1', 'id-web-2', 'id-web-3'],
      allOrNothing: true,
    })
    await run.looked
    run.end(memberOf(1, 'done', 0), memberOf(2, 'done', 1), memberOf(3, 'done', 2))
    expect(await run.status).toBe(0)
    expect(run.json()).toMatchObject({ id: 'g', spread: { by: 12 * ms } })
  })

  it('stops all of them at the first Ctrl-C, and leaves them at the second', async () => {
    const run = makeRun('--host web-1 --host web-2', { hosts: [rowOf(1, null), rowOf(2, null)] })
    await run.looked
    run.press()
    expect(await run.stopped).toBe('g')
    run.press()
    expect(await run.status).toBe(130)
  })

  it('lets detached ones go on by themselves', async () => {
    const run = makeRun('--host web-1 --host web-2 --detach', { hosts: [rowOf(1, null), rowOf(2, noPerf)] })
    expect(await run.status).toBe(3)
    expect(run.printed).toEqual(['c1\n'])
    expect((await run.asked).detached).toBe(true)
  })

  it('is an ordinary capture where a group has one host', async () => {
    const started = Promise.withResolvers<string>()
    const run = makeRun(
      '--group databases --detach',
      {},
      {
        'captures.start': async ({ hostId }) => {
          started.resolve(hostId)
          return { captureId: 'c9' }
        },
      },
    )
    expect(await run.status).toBe(0)
    expect(await started.promise).toBe('id-db')
  })

  it('says which groups there are', async () => {
    const run = makeRun('--group mail', {})
    await expect(run.status).rejects.toMatchObject({
      code: 'host.unknown',
      remedy: 'There are: web, databases.',
    })
    expect(() => parseCommand(['capture', '--recipe', 'x', '--all-or-nothing'], 'ada')).toThrow(
      'several hosts',
    )
  })
})
