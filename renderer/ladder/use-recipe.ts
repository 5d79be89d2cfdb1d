import type { Recipe } from '../../shared/model/recipe.ts'
import { useCall } from '../engine-context.tsx'

/** Undefined while it is asked for, and for what no recipe made (an import). */
export const useRecipe = (recipeId: string | undefined): Recipe | undefined =>
  useCall('recipes.list', {}, { enabled: recipeId !== undefined }).value?.find(({ id }) => id === recipeId)
