import { expect, it } from 'vitest'
import { sayEnd, sayExitStatus, sayProgress } from './workload-words.ts'

it('how a workload ended is said with the signal that an exit status stands for', () => {
  expect([3, 137, 255, null].map(sayExitStatus)).toEqual(['3', '137 (KILL)', '255', 'not known'])
  expect(sayProgress({ state: 'ended', exitStatus: 0 })).toBe('ended, exit status 0')
  expect(sayEnd({ state: 'ended', exitStatus: 143, stoppedFor: 'stop' })).toBe(
    'Exit status 143 (TERM). It was ended with the capture.',
  )
  expect(sayEnd({ state: 'waiting', exitStatus: null, stoppedFor: '' })).toMatch(/never started/)
})
