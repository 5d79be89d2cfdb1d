import { expect, it } from 'vitest'
import { describeNorms } from './norms.ts'

const titles = (kind: string, event: string, unit: string) =>
  describeNorms({ kind, event, unit }).map(({ title }) => title)

it('a norm is called by what the stream measures', () => {
  expect(titles('samples', 'cpu-clock', 'ns')).toEqual(['By samples', 'By CPU time', 'By wall time'])
  expect(titles('samples', 'offcpu', 'ns')[1]).toBe('By time')
  expect(titles('samples', 'cycles', 'cycles')[1]).toBe('By cycles')
  expect(titles('slices', 'syscall', 'ns')).toEqual(['By calls', 'By time in calls', 'By wall time'])
})

it('only CPU time a second is CPUs', () => {
  const wall = (event: string, unit: string) => describeNorms({ kind: 'samples', event, unit })[2]?.meaning
  expect(wall('cpu-clock', 'ns')).toContain('CPUs kept busy')
  expect(wall('cycles', 'cycles')).toBe(
    'Cycles a second of the time looked at: twice as much of everything shows.',
  )
})
