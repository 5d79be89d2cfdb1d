import { describe, expect, it } from 'vitest'
import { splitMessage } from './message-parts.ts'

describe('of a message', () => {
  it('a short one stands out as a whole', () => {
    expect(splitMessage('There is no process 4711 on web-3.')).toEqual({
      headline: 'There is no process 4711 on web-3.',
      rest: '',
    })
  })
  it('the first short sentence stands out', () => {
    expect(splitMessage('perf failed (exit status 1). It said: no such file.')).toEqual({
      headline: 'perf failed (exit status 1).',
      rest: 'It said: no such file.',
    })
  })
  it('names with dots in them are not cut', () => {
    expect(splitMessage('perf may not record: kernel.perf_event_paranoid is 4.').headline).toBe(
      'perf may not record',
    )
  })
  it('a long sentence stands out up to its colon', () => {
    const why = 'x'.repeat(100)
    expect(splitMessage(`The connection was lost: ${why}`)).toEqual({
      headline: 'The connection was lost',
      rest: why,
    })
  })
  it('a long one without a place to cut is regular', () => {
    const long = `${'word '.repeat(30)}end.`
    expect(splitMessage(long)).toEqual({ headline: '', rest: long })
  })
})
