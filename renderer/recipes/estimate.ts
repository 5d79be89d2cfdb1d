/** What a capture will cost, before the click. An upper bound from the parameters; the rest is the recipe's own words. */
import type { ParameterValues, Recipe } from '../../shared/model/recipe.ts'
import { formatCount, formatExact } from '../format/number.ts'

export interface Estimate {
  /** '49 Hz × 8 CPUs × 15 s' */
  readonly formula: string
  /** 'at most 5.88 k samples' */
  readonly result: string
  readonly exact: string
}

/**
 * Rate × CPUs × seconds, where the recipe samples at a rate; null where it does not.
 * @param cpus of the host; null when it was not probed
 */
export function estimateSamples(
  recipe: Recipe,
  values: ParameterValues,
  cpus: number | null,
): Estimate | null {
  const rateParameter = recipe.parameters.find(
    (parameter) => parameter.type === 'integer' && parameter.unit === 'Hz',
  )
  const rate = rateParameter === undefined ? undefined : values[rateParameter.id]
  const seconds = secondsOf(recipe, values)
  if (typeof rate !== 'number' || seconds === null) return null
  const samples = rate * seconds * (cpus ?? 1)
  const cpuWords = cpus === null ? 'CPUs (not probed)' : cpus === 1 ? '1 CPU' : `${cpus} CPUs`
  return {
    formula: `${rate} Hz × ${cpuWords} × ${seconds} s`,
    result: `at most ${formatCount(samples)} samples${cpus === null ? ' per CPU' : ''}`,
    exact: formatExact(samples),
  }
}

/** How long it records; null while the field is wrong. */
export function secondsOf(recipe: Recipe, values: ParameterValues): number | null {
  const parameter = recipe.parameters.find(
    (candidate) =>
      candidate.type === 'integer' && (candidate.id === recipe.duration || candidate.unit === 's'),
  )
  const seconds = parameter === undefined ? undefined : values[parameter.id]
  return typeof seconds === 'number' ? seconds : null
}
