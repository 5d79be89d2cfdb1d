/** Of a capture that runs: where it stands on its ladder. The next rung is one click away when it is done. */
import { useCall } from '../engine-context.tsx'
import { LadderList } from './ladder-list.tsx'
import { ladderSteps } from './ladder-words.ts'
import { useRecipe } from './use-recipe.ts'

export function RunningLadder({ captureId }: { captureId: string }) {
  const ladder = useCall(
    'captures.ladder',
    { captureId },
    { refetchOn: { 'captures.changed': ({ captureIds }) => captureIds.includes(captureId) } },
  )
  const rows = ladder.value ?? ladder.previous
  const recipe = useRecipe(rows?.[0]?.capture.recipeId)
  if (rows === undefined || recipe === undefined || (recipe.rungs ?? []).length === 0) return null
  return (
    <section className="running-part">
      <h2>Ladder</h2>
      <LadderList recipe={recipe} steps={ladderSteps(recipe, rows, captureId)} />
    </section>
  )
}
