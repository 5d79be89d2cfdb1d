import { describe, expect, it } from 'vitest'
import type { Args } from '../../../shared/contract/contract.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { CaptureState } from '../../../shared/model/capture.ts'
import { parseCommand } from '../arguments.ts'
import { captureDetail, makeEngine, makeInterrupts, makeTerminal } from '../cli-fixture.ts'
import { runCollect } from './collect.ts'

const collect = (line: string) => {
  const parsed = parseCommand(['collect', ...line.split(' ')], 'ada')
  if (parsed.kind !== 'collect') throw new Error('no collect')
  return parsed
}

describe('smokejumper collect', () => {
  it('goes back for the capture, waits until it is stored and prints the summary', async () => {
    let state: CaptureState = 'interrupted'
    const asked: Args<'captures.collect'>[] = []
    const engine = makeEngine({
      'captures.collect': async (args) => {
        asked.push(args)
        state = 'running'
        return null
      },
      'captures.get': async () => {
        const now = state
        if (now === 'running') {
          state = 'done'
          queueMicrotask(() => engine.emit('captures.changed', { captureIds: ['c1'] }))
        }
        return captureDetail(now)
      },
    })
    const { terminal, json } = makeTerminal()
    const context = { client: engine.client, terminal, interrupts: makeInterrupts().interrupts }
    expect(await runCollect(collect('c1 --json'), context)).toBe(0)
    expect(asked).toEqual([{ captureId: 'c1', partial: false }])
    expect(json()).toMatchObject({ id: 'c1', state: 'done' })
  })

  it('says what the engine says when there is nothing to collect', async () => {
    const gone = new SmokejumperError({ code: 'capture.spool-gone', message: 'Gone.', remedy: 'Again.' })
    const engine = makeEngine({ 'captures.collect': () => Promise.reject(gone) })
    const { terminal } = makeTerminal()
    const context = { client: engine.client, terminal, interrupts: makeInterrupts().interrupts }
    await expect(runCollect(collect('c1'), context)).rejects.toMatchObject({ code: 'capture.spool-gone' })
  })

  it('takes one id', () => {
    expect(() => parseCommand(['collect'], 'ada')).toThrow(/ID of the capture is missing/)
    expect(() => parseCommand(['collect', 'a', 'b'], 'ada')).toThrow(/One capture at a time/)
  })
})
