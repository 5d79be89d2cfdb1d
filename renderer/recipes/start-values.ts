/** A recipe's parameters as they are typed, and what they mean. */
import type { Parameter, ParameterValues, Recipe } from '../../shared/model/recipe.ts'
import { formatExact } from '../format/number.ts'

/** text of each parameter by id; PIDs as '1412, 1413' */
export type StartTexts = Readonly<Record<string, string>>

export const initialTexts = (recipe: Recipe): StartTexts =>
  Object.fromEntries(recipe.parameters.map((parameter) => [parameter.id, textOf(parameter)]))

const textOf = (parameter: Parameter): string =>
  parameter.type === 'pids' ? parameter.default.join(', ') : String(parameter.default)

export interface ReadTexts {
  /** of those parameters that are right */
  readonly values: ParameterValues
  /** by parameter id; empty when all is right */
  readonly errors: Readonly<Record<string, string>>
}

export function readTexts(recipe: Recipe, texts: StartTexts): ReadTexts {
  const values: ParameterValues = {}
  const errors: Record<string, string> = {}
  for (const parameter of recipe.parameters) {
    const read = readOne(parameter, texts[parameter.id] ?? textOf(parameter))
    if (typeof read === 'object' && 'error' in read) errors[parameter.id] = read.error
    else values[parameter.id] = read
  }
  return { values, errors }
}

function readOne(parameter: Parameter, text: string): ParameterValues[string] | { error: string } {
  switch (parameter.type) {
    case 'integer': {
      const value = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN
      const { min, max, unit } = parameter
      return value >= min && value <= max
        ? value
        : { error: `A whole number from ${formatExact(min)} to ${formatExact(max)} ${unit}`.trimEnd() }
    }
    case 'choice':
      return parameter.choices.some(({ value }) => value === text) ? text : { error: 'Choose one of these' }
    case 'pids':
      return readPids(text, parameter.max)
  }
}

/** '1412, 1413' or '1412 1413'; each once, in the order typed. */
export function readPids(text: string, max: number): number[] | { error: string } {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  const wrong = words.find((word) => !/^[1-9]\d{0,9}$/.test(word))
  if (wrong !== undefined) return { error: `${wrong} is not a process id: a whole number above 0` }
  const pids = [...new Set(words.map(Number))]
  return pids.length > max ? { error: `At most ${max} processes; these are ${pids.length}` } : pids
}
