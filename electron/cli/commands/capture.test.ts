import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Args } from '../../../shared/contract/contract.ts'
import type { Handlers } from '../../../shared/contract/engine.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { hostDefaults } from '../../../shared/model/host.ts'
import { recipeSchema } from '../../../shared/model/recipe.ts'
import { type CaptureCommand, parseCommand } from '../arguments.ts'
import { captureDetail, makeEngine, makeInterrupts, makeTerminal } from '../cli-fixture.ts'
import { runCapture } from './capture.ts'

const recipeFile = new URL('../../../resources/recipes/cpu-profile.json', import.meta.url)
const recipe = recipeSchema.parse(JSON.parse(readFileSync(recipeFile, 'utf8')))

const host = {
  ...hostDefaults,
  id: 'this-machine',
  kind: 'this-machine' as const,
  label: 'This machine',
  address: '',
  port: 22,
  user: '',
  authentication: null,
  spoolDirectory: '',
  createdAt: 0,
  probe: null,
}

const command = (line: string): CaptureCommand => {
  const parsed = parseCommand(['capture', ...line.split(' ')], 'ada')
  if (parsed.kind !== 'capture') throw new Error('no capture')
  return parsed
}

/** An engine in which a capture runs until `end` is called. */
const makeRun = (line: string, handlers: Partial<Handlers> = {}) => {
  let now = captureDetail('running')
  const started = Promise.withResolvers<Args<'captures.start'>>()
  const running = Promise.withResolvers<void>()
  const engine = makeEngine({
    'recipes.list': async () => [recipe],
    'hosts.list': async () => [host],
    'captures.start': async (request) => {
      started.resolve(request)
      return { captureId: 'c1' }
    },
    'captures.get': async () => {
      running.resolve()
      return now
    },
    ...handlers,
  })
  const terminal = makeTerminal()
  const keys = makeInterrupts()
  const status = runCapture(command(line), {
    client: engine.client,
    terminal: terminal.terminal,
    interrupts: keys.interrupts,
  })
  return {
    ...terminal,
    press: keys.press,
    status,
    started: started.promise,
    running: running.promise,
    end: (as: CaptureDetail): void => {
      now = as
      engine.emit('captures.changed', { captureIds: ['other', 'c1'] })
    },
  }
}

describe('smokejumper capture', () => {
  it('asks for what was said, waits for the end and prints the summary', async () => {
    const run = makeRun(
      '--recipe cpu-profile --seconds 5 --pid 7 --param hz=99 --param callGraph=dwarf --grace 9 --json',
    )
    expect(await run.started).toEqual({
      hostId: 'this-machine',
      recipeId: 'cpu-profile',
      parameters: { hz: 99, callGraph: 'dwarf', seconds: 5, pids: [7] },
      name: '',
      graceSeconds: 9,
    })
    await run.running
    run.end(captureDetail('ingesting'))
    run.end(captureDetail('done'))
    expect(await run.status).toBe(0)
    expect(run.json()).toMatchObject({ id: 'c1', state: 'done', events: 1234, error: null })
    expect(run.json()).not.toHaveProperty('streams')
  })

  it('prints for a person without obeying what the host sent', async () => {
    const run = makeRun('--recipe cpu-profile')
    await run.running
    run.end(captureDetail('done'))
    await run.status
    expect(run.printed.join('')).toBe(
      'c1  CPU of web^[[31m\ncpu-profile on This machine: done, 5.0 s\n' +
        '1,234 events, 0 lost, 10 bytes; the tracer took 1.3 % of one CPU\n',
    )
  })

  it('with --estimate says what it would cost on a rung, and starts nothing', async () => {
    const run = makeRun('--recipe cpu-profile --rung 3 --estimate', {
      'captures.start': () => expect.unreachable(),
    })
    expect(await run.status).toBe(0)
    expect(run.printed.join('')).toBe(
      'This machine: low cost: 60 s, 99 Hz x 1 CPU, at most 5,940 samples, 1 timer attached, at most 19.1 MB on the host, tracer about 0.9 % of one CPU for each CPU (the host is not probed)\n',
    )
  })

  it('gives the engine the limits, the rung and the capture before it', async () => {
    const run = makeRun('--recipe cpu-profile --rung 2 --pid 7 --budget tracer-cpu=5 --after abc')
    expect(await run.started).toMatchObject({
      ...{ after: 'abc', limits: { 'tracer-cpu': 5 } },
      parameters: { seconds: 15, hz: 49, callGraph: 'fp', pids: [7] },
    })
    await run.running
    run.end(captureDetail('done'))
    await run.status
  })

  it('ends with 1 when the capture failed, with what to do on stderr and the summary on stdout', async () => {
    const error = { code: 'capture.disk-full', message: 'The disk is full.', remedy: 'Make room.', facts: {} }
    const run = makeRun('--recipe cpu-profile --json')
    await run.running
    run.end(captureDetail('failed', error))
    expect(await run.status).toBe(1)
    expect(run.json()).toMatchObject({ state: 'failed', error })
    expect(run.notes).toEqual([
      // what it would cost is said before anything is done
      'This machine: low cost: 5 s, 19 Hz x 1 CPU, at most 95 samples, 1 timer attached, at most 1.3 MB on the host, tracer about 4.4 % of one CPU for each CPU (the host is not probed)',
      'smokejumper: The disk is full.\nMake room.',
    ])
  })

  it('stops and keeps at the first Ctrl-C', async () => {
    const stopped = Promise.withResolvers<Args<'captures.stop'>>()
    const run = makeRun('--recipe cpu-profile --json', {
      'captures.stop': async (args) => {
        stopped.resolve(args)
        return null
      },
    })
    await run.running
    run.press()
    expect(await stopped.promise).toEqual({ captureId: 'c1' })
    run.end(captureDetail('done'))
    expect(await run.status).toBe(0)
  })

  it('leaves it to the host at the second', async () => {
    const run = makeRun('--recipe cpu-profile --json', { 'captures.stop': () => new Promise(() => {}) })
    await run.running
    run.press()
    run.press()
    expect(await run.status).toBe(130)
    expect(run.json()).toEqual({ left: 'c1' })
  })

  it('takes it well when the capture ended just before it was stopped', async () => {
    const notRunning = new SmokejumperError({
      code: 'capture.not-running',
      message: 'Over.',
      remedy: 'Nothing.',
    })
    const run = makeRun('--recipe cpu-profile', { 'captures.stop': () => Promise.reject(notRunning) })
    await run.running
    run.press()
    run.end(captureDetail('done'))
    expect(await run.status).toBe(0)
  })

  it('is cancelled by Ctrl-C before it runs', async () => {
    const starting = Promise.withResolvers<void>()
    const run = makeRun('--recipe cpu-profile', {
      'captures.start': () => {
        starting.resolve()
        return new Promise(() => {})
      },
    })
    const status = expect(run.status).rejects.toMatchObject({ name: 'AbortError' })
    await starting.promise
    run.press()
    await status
  })

  it.each([
    ['--recipe nothing', 'recipe.unknown', /Use one of: cpu-profile/],
    ['--recipe cpu-profile --host web', 'host.unknown', /There are: this-machine/],
    ['--recipe cpu-profile --param x=1', 'recipe.parameter', /seconds, hz, callGraph, reading, pids/],
  ])('%s is refused with what there is', async (line, code, remedy) => {
    await expect(makeRun(line).status).rejects.toMatchObject({ code, remedy: expect.stringMatching(remedy) })
  })
})
