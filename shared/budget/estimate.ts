/** What a capture will cost its host, told before it starts: pure, from the recipe, the parameters and the CPUs. */
import type { Estimate } from '../model/budget.ts'
import type { CostClass } from '../model/cost-class.ts'
import type { EventCost, ParameterValues, Recipe } from '../model/recipe.ts'

/** Percent of one CPU from which on the tracer is called so. */
const mediumPercent = 3
const highPercent = 15
/** What looking after it takes, which is counted with the tracer. */
const supervisorPercent = 0.4

/**
 * Upper bounds: each CPU is taken to be busy all the time. Null while the duration is not a number.
 * @param cpus of the host; null when it was not probed, and the figures are then those of one CPU
 */
export const estimateCapture = (
  recipe: Recipe,
  values: ParameterValues,
  cpus: number | null,
): Estimate | null => {
  const seconds = values[recipe.duration]
  if (typeof seconds !== 'number') return null
  const { estimate: basis } = recipe
  const rate = numberOf(values, basis?.rate)
  const threshold = numberOf(values, basis?.threshold)
  const each = eventCost(recipe, values)
  const perSecond = rate === null ? null : rate * (cpus ?? 1)
  const events = perSecond === null ? null : perSecond * seconds
  const known = events !== null && each !== null && basis !== undefined
  const bytes = known ? basis.baseBytes + events * (each.recordedBytes + each.readBytes) : null
  const recurring = perSecond === null || each === null ? null : (perSecond * each.microseconds) / 1e4
  const start = (basis?.baseMilliseconds ?? 0) / (10 * seconds)
  const tracerCpuPercent = recurring === null ? null : recurring + start + supervisorPercent
  return {
    ...{ seconds, cpus, rate, events, bytes, tracerCpuPercent },
    probes: basis === undefined ? null : basis.probes.fixed + basis.probes.perCpu * (cpus ?? 1),
    eventsPerThread: threshold === null ? null : 1e6 / threshold,
    microsecondsPerHit: basis?.microsecondsPerHit ?? null,
    costClass: classOf(recipe, recurring, bytes),
  }
}

/** What one event costs with these parameters; null where the recipe does not say. */
export const eventCost = (recipe: Recipe, values: ParameterValues): EventCost | null =>
  recipe.estimate?.perEvent.find(({ when, is }) => when === undefined || values[when] === is) ?? null

const numberOf = (values: ParameterValues, id: string | undefined): number | null => {
  const value = id === undefined ? undefined : values[id]
  return typeof value === 'number' ? value : null
}

/** By what it takes all the time; the recipe's own class where that cannot be counted. What would not fit into the budget is high. */
const classOf = (recipe: Recipe, percent: number | null, bytes: number | null): CostClass => {
  if (bytes !== null && bytes > recipe.budget.bytes) return 'high'
  if (percent === null) return recipe.costClass
  return percent >= highPercent ? 'high' : percent >= mediumPercent ? 'medium' : 'low'
}
