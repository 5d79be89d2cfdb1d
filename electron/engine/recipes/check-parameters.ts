import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Parameter, ParameterValues, Recipe } from '../../../shared/model/recipe.ts'

type Value = ParameterValues[string]

/**
 * All of the recipe's parameters, those that were not given by their defaults. Throws recipe.parameter, which names
 * the parameter, what was given and what is possible.
 */
export const checkParameters = (recipe: Recipe, given: ParameterValues): ParameterValues => {
  const known = new Set(recipe.parameters.map((parameter) => parameter.id))
  for (const name of Object.keys(given)) {
    if (!known.has(name)) {
      throw refused(recipe, name, `has no parameter "${name}"`, `Use ${[...known].join(', ')}.`)
    }
  }
  return Object.fromEntries(
    recipe.parameters.map((parameter) => [
      parameter.id,
      checkValue(recipe, parameter, given[parameter.id] ?? parameter.default),
    ]),
  )
}

const checkValue = (recipe: Recipe, parameter: Parameter, value: Value): Value => {
  const wrong = (possible: string) =>
    refused(
      recipe,
      parameter.id,
      `cannot have ${parameter.title} (${parameter.id}) = ${JSON.stringify(value)}`,
      `Give ${possible}.`,
    )
  switch (parameter.type) {
    case 'integer': {
      const { min, max, unit } = parameter
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max)
        return value
      throw wrong(`a whole number from ${min} to ${max} ${unit}`)
    }
    case 'choice': {
      if (parameter.choices.some((choice) => choice.value === value)) return value
      throw wrong(`one of ${parameter.choices.map((choice) => choice.value).join(', ')}`)
    }
    case 'pids': {
      const isPids =
        Array.isArray(value) &&
        value.length <= parameter.max &&
        value.every((pid) => Number.isSafeInteger(pid) && pid > 0 && pid <= 0x7fffffff)
      if (isPids) return [...new Set(value)]
      throw wrong(`at most ${parameter.max} process ids`)
    }
  }
}

const refused = (recipe: Recipe, parameter: string, what: string, remedy: string) =>
  new SmokejumperError({
    code: 'recipe.parameter',
    message: `The recipe "${recipe.title}" ${what}.`,
    remedy,
    facts: { recipe: recipe.id, parameter },
  })
