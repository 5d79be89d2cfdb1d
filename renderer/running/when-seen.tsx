/** When the views of a running capture open, in words: as soon as something came, or where there is nothing before its end. */
import { useCall } from '../engine-context.tsx'

export function WhenSeen({ captureId }: { captureId: string }) {
  const detail = useCall('captures.get', { captureId })
  const recipes = useCall('recipes.list', {})
  const recipe = recipes.value?.find(({ id }) => id === detail.value?.recipeId)
  const stays = 'You may leave this page: the bar below stays.'
  if (recipe === undefined) return <>{stays}</>
  return recipe.render === undefined ? (
    <>Flame graph, histogram and timeline open here as soon as the first events have come. {stays}</>
  ) : (
    <>
      The recording of {String(recipe.record[0])} is read at the end: flame graph, histogram and timeline open
      here when it is done. {stays}
    </>
  )
}
