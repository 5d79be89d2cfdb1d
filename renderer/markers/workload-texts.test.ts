import { expect, it } from 'vitest'
import { noWorkload, readWorkloadTexts } from './workload-texts.ts'

it('a workload is what was typed, none without a command, and wrong with another time than seconds', () => {
  expect(readWorkloadTexts({ ...noWorkload, after: 'x' })).toEqual({ workload: null, errors: {} })
  expect(readWorkloadTexts({ ...noWorkload, command: ' make load ' }).workload).toEqual({
    command: 'make load',
  })
  expect(
    readWorkloadTexts({ command: 'x', after: '3', stops: true, ownEnd: true, asRoot: true }).workload,
  ).toEqual({ command: 'x', startAfterSeconds: 3, stopWhenDone: true, toItsOwnEnd: true, asRoot: true })
  for (const after of ['', '-1', '1.5', '86401'])
    expect(readWorkloadTexts({ ...noWorkload, command: 'x', after }).errors.after).toMatch(/whole number/)
})
