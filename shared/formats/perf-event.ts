/** What the period of a perf event counts. */
import type { Unit } from '../model/profile.ts'

/** hasPeriod: without one, each sample counts as one. */
export const unitOfEvent = (event: string, hasPeriod: boolean): Unit => {
  if (!hasPeriod) return 'count'
  // the kernel's software clocks count nanoseconds
  if (/^(cpu-clock|task-clock)\b/.test(event)) return 'ns'
  if (/^(cycles|cpu-cycles)\b|\/(cycles|cpu-cycles)\//.test(event)) return 'cycles'
  return 'count'
}

export const titleOfEvent = (event: string, unit: Unit): string => {
  if (unit === 'ns') return `CPU time (${event})`
  if (unit === 'cycles') return `CPU cycles (${event})`
  return event
}
