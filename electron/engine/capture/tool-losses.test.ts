import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseSpoolStatus } from './spool-status.ts'
import { lossesInEnding, lossesInMessages } from './tool-losses.ts'

const lost = readFileSync(new URL('./fixtures/perf-lost.stderr', import.meta.url), 'utf8')

describe('losses that perf record tells', () => {
  it('are counted when the output has none', () => {
    expect(lossesInMessages(lost, 0)).toEqual([
      { kind: 'lost', count: 7471, detail: expect.stringContaining('5.21 % of 143392 samples') },
      { kind: 'lost', count: 0, detail: expect.stringContaining('15 chunks') },
      { kind: 'throttled', count: 0, detail: expect.stringContaining('100000') },
    ])
  })

  it('are said but not counted again when the output has them', () => {
    expect(lossesInMessages(lost, 15).map(({ count }) => count)).toEqual([0, 0, 0])
  })

  it('are none when it says none', () => {
    expect(lossesInMessages('[ perf record: Woken up 1 times to write data ]\n', 0)).toEqual([])
  })
})

const status = (why: string, seconds: number) => {
  const parsed = parseSpoolStatus(
    new Map([
      ['state', 'finished'],
      ['why', why],
      ['elapsed_ms', String(seconds * 1000)],
      ['end', '1'],
    ]),
  )
  if (!parsed) throw new Error('no status')
  return parsed
}

describe('what an early end cuts off', () => {
  it('is nothing at the planned end or after Stop', () => {
    expect(lossesInEnding(status('exit', 15.2), 15, [])).toEqual([])
    expect(lossesInEnding(status('stop', 3), 15, [])).toEqual([])
  })

  it('names the processes that ended, whoever noticed first', () => {
    for (const why of ['pid-gone', 'exit']) {
      expect(lossesInEnding(status(why, 4.2), 15, [77])).toEqual([
        {
          kind: 'truncated',
          count: 1,
          detail:
            'The chosen processes (77) ended; the capture ends with them, after 4.2 s of the planned 15 s.',
        },
      ])
    }
  })

  it('is said for a rendering that ran out of time too', () => {
    expect(lossesInEnding(status('exit,render-deadline', 15), 15, []).map(({ detail }) => detail)).toEqual([
      'Reading the recording on the host was ended (deadline); its end is missing.',
    ])
  })
})
