/** When the views of a running capture open, in words: as soon as something came, or where there is nothing before its end. */
import type { ParameterValues, Recipe } from '../../shared/model/recipe.ts'
import { useCall } from '../engine-context.tsx'

export function WhenSeen({ captureId }: { captureId: string }) {
  const detail = useCall('captures.get', { captureId })
  const recipes = useCall('recipes.list', {})
  const recipe = recipes.value?.find(({ id }) => id === detail.value?.recipeId)
  return (
    <>
      {recipe && detail.value && `${sayWhenSeen(recipe, detail.value.parameters)} `}
      You may leave this page: the bar below stays.
    </>
  )
}

export function sayWhenSeen({ record, render = [], parameters }: Recipe, values: ParameterValues): string {
  const atEnd = render.filter((part) => typeof part === 'string' || String(values[part.when]) === part.is)
  if (atEnd.length === 0)
    return 'Flame graph, histogram and timeline open here as soon as the first events have come.'
  const tool = record.find((part) => typeof part === 'string') ?? 'the tool'
  const [only] = render
  const choice = parameters.find(({ id }) => typeof only === 'object' && id === only.when)
  const other =
    choice?.type === 'choice' && typeof only === 'object'
      ? choice.choices.find(({ value }) => value !== only.is)
      : undefined
  const hint = other ? ` With "${choice?.title}: ${other.title}" they grow while it records.` : ''
  return `The recording of ${tool} is read at the end: flame graph, histogram and timeline open here when it is done.${hint}`
}
