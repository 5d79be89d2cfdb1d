import { describe, expect, it } from 'vitest'
import { describeRecovery } from './describe-recovery.ts'

const report = { damaged: '/x', whole: 3, incomplete: [], lostCaptures: 0, lostRows: [] }

describe('what a recovery brought back', () => {
  it('is said in a sentence, with what is missing only where something is', () => {
    expect(describeRecovery(report)).toBe('3 captures are as they were.')
    expect(
      describeRecovery({ ...report, whole: 1, incomplete: [{ name: 'a', what: 'b' }], lostCaptures: 2 }),
    ).toBe('1 capture is as it was, 1 capture has something missing, 2 captures are lost.')
  })
})
