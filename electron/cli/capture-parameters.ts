/** The parameters of a capture as they were given on the command line, for the recipe that they are for. */
import { SmokejumperError } from '../../shared/errors/errors.ts'
import type { Parameter, ParameterValues, Recipe, Rung } from '../../shared/model/recipe.ts'
import { UsageError } from '../usage-error.ts'
import type { CaptureCommand } from './arguments.ts'

/** Throws recipe.parameter or a UsageError. Ranges are checked by the engine, which knows the host too. */
export const collectParameters = (
  recipe: Recipe,
  { seconds, pids, parameters, rung }: Pick<CaptureCommand, 'seconds' | 'pids' | 'parameters' | 'rung'>,
): ParameterValues => {
  const values: ParameterValues = rung === null ? {} : { ...rungAt(recipe, rung).parameters }
  for (const [name, text] of parameters) {
    const parameter = recipe.parameters.find(({ id }) => id === name)
    if (parameter === undefined) throw noSuchParameter(recipe, name)
    values[name] = readValue(parameter, text)
  }
  if (seconds !== null) values[recipe.duration] = seconds
  if (pids.length > 0) {
    const parameter = recipe.parameters.find(({ type }) => type === 'pids')
    if (parameter === undefined) throw noSuchParameter(recipe, 'pids')
    values[parameter.id] = [...pids]
  }
  return values
}

/** What else is given stands above the rung. */
const rungAt = (recipe: Recipe, rung: number): Rung => {
  const { rungs = [] } = recipe
  const found = rungs[rung - 1]
  if (found !== undefined) return found
  const all = rungs.map(({ title }, index) => `${index + 1} (${title})`).join(', ')
  throw new UsageError(`There is no rung ${rung} of ${recipe.id}. There are: ${all || 'none'}.`)
}

const readValue = (parameter: Parameter, text: string): ParameterValues[string] => {
  switch (parameter.type) {
    case 'choice':
      return text
    case 'integer':
      return readNumber(parameter, text)
    case 'pids':
      return text === '' ? [] : text.split(',').map((pid) => readNumber(parameter, pid))
  }
}

const readNumber = ({ id }: Parameter, text: string): number => {
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  throw new UsageError(`--param ${id} takes a whole number, not "${text}".`)
}

const noSuchParameter = (recipe: Recipe, name: string): SmokejumperError =>
  new SmokejumperError({
    code: 'recipe.parameter',
    message: `The recipe ${recipe.id} has no parameter "${name}".`,
    remedy: `It has: ${recipe.parameters.map(({ id }) => id).join(', ')}.`,
    facts: { recipe: recipe.id, parameter: name },
  })
