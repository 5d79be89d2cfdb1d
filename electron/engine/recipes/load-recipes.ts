/** The recipe files (resources/recipes): read, checked and kept by id. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { type Parameter, type Recipe, recipeSchema } from '../../../shared/model/recipe.ts'
import { isHostWord, namesInTemplate } from './expand-arguments.ts'

export interface Recipes {
  readonly list: readonly Recipe[]
  /** recipe.unknown */
  get(recipeId: string): Recipe
  /** Text of a file that the recipe sends along. */
  file(name: string): string
}

/** Throws recipe.invalid, naming the file, the place in it and what was expected there. */
export const loadRecipes = async (directory: string): Promise<Recipes> => {
  const names = (await readdir(directory)).sort()
  const recipes = new Map<string, Recipe>()
  const files = new Map<string, string>()
  for (const name of names.filter((name) => name.endsWith('.json'))) {
    const path = join(directory, name)
    const recipe = parseRecipe(await readFile(path, 'utf8'), path)
    if (`${recipe.id}.json` !== name) throw invalid(path, 'id', `"${name.slice(0, -5)}", the file's own name`)
    for (const file of recipe.files) {
      if (!names.includes(file)) throw invalid(path, 'files', `a file "${file}" beside it`)
      files.set(file, await readFile(join(directory, file), 'utf8'))
    }
    recipes.set(recipe.id, recipe)
  }
  return {
    list: [...recipes.values()],
    get(recipeId) {
      const recipe = recipes.get(recipeId)
      if (recipe) return recipe
      throw new SmokejumperError({
        code: 'recipe.unknown',
        message: `There is no recipe "${recipeId}".`,
        remedy: `Use one of: ${[...recipes.keys()].join(', ')}.`,
        facts: { recipe: recipeId },
      })
    },
    file(name) {
      const text = files.get(name)
      if (text === undefined) throw new Error(`No recipe sends the file ${name} along`)
      return text
    },
  }
}

/** `path` is for the error. Same errors. */
export const parseRecipe = (text: string, path: string): Recipe => {
  const json = parseJson(text, path)
  const parsed = recipeSchema.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw invalid(path, issue?.path.join('.') || 'the whole file', issue?.message ?? 'a recipe of format 1')
  }
  checkReferences(parsed.data, path)
  return parsed.data
}

const parseJson = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(path, 'the whole file', `JSON (${error instanceof Error ? error.message : error})`)
  }
}

/** What the schema cannot say: every name that is used is one that exists. */
const checkReferences = (recipe: Recipe, path: string): void => {
  const byId = new Map(recipe.parameters.map((parameter) => [parameter.id, parameter]))
  if (byId.size < recipe.parameters.length) throw invalid(path, 'parameters', 'each id once')
  if (byId.get(recipe.duration)?.type !== 'integer') {
    throw invalid(path, 'duration', 'the id of an integer parameter')
  }
  for (const parameter of recipe.parameters) {
    if (
      parameter.type === 'integer' &&
      !(parameter.min <= parameter.default && parameter.default <= parameter.max)
    ) {
      throw invalid(path, `parameters.${parameter.id}.default`, 'a value from min to max')
    }
    if (parameter.type === 'choice' && !parameter.choices.some(({ value }) => value === parameter.default)) {
      throw invalid(path, `parameters.${parameter.id}.default`, 'one of the choices')
    }
  }
  if ((recipe.render === undefined) !== (recipe.recorded === undefined)) {
    throw invalid(path, 'recorded', '"render" and "recorded" together, or neither')
  }
  checkBudget(recipe, path)
  const words = new Set(['spool', 'arch', ...recipe.files.map((file) => `file:${file}`)])
  for (const part of ['record', 'render'] as const) {
    for (const name of namesInTemplate(recipe[part] ?? [])) {
      const isSpread = name.endsWith('...') && byId.get(name.slice(0, -3))?.type === 'pids'
      if (!isSpread && !byId.has(name) && !words.has(name) && !isHostWord(name)) {
        throw invalid(path, part, `only known names between braces, not {${name}}`)
      }
    }
  }
}

/** Names in the estimate and on the rungs; each rung is possible, and the first one is the defaults. */
const checkBudget = (recipe: Recipe, path: string): void => {
  const byId = new Map(recipe.parameters.map((parameter) => [parameter.id, parameter]))
  for (const part of ['rate', 'threshold'] as const) {
    const id = recipe.estimate?.[part]
    if (id !== undefined && byId.get(id)?.type !== 'integer')
      throw invalid(path, `estimate.${part}`, 'the id of an integer parameter')
  }
  for (const [index, { parameters }] of (recipe.rungs ?? []).entries()) {
    const place = `rungs.${index}.parameters`
    for (const [id, value] of Object.entries(parameters)) {
      if (!isPossible(byId.get(id), value)) throw invalid(path, `${place}.${id}`, 'a value of that parameter')
      if (index === 0 && byId.get(id)?.default !== value)
        throw invalid(path, `${place}.${id}`, 'its default: a recipe starts at its lowest rung')
    }
  }
}

const isPossible = (parameter: Parameter | undefined, value: string | number): boolean => {
  switch (parameter?.type) {
    case 'integer':
      return Number.isSafeInteger(value) && parameter.min <= Number(value) && Number(value) <= parameter.max
    case 'choice':
      return parameter.choices.some((choice) => choice.value === value)
    default:
      return false
  }
}

const invalid = (path: string, place: string, expected: string) =>
  new SmokejumperError({
    code: 'recipe.invalid',
    message: `The recipe file ${path} is wrong at ${place}. Expected: ${expected}.`,
    remedy: 'Correct the file, or restore it from the release.',
    facts: { file: path, place },
  })
