/** On the page of a finished capture: what it cost and what was seen, and the next rung with one click. */
import { ChevronDown, ChevronRight, Play } from 'lucide-react'
import { useState } from 'react'
import { estimateCapture } from '../../shared/budget/estimate.ts'
import { rungOf } from '../../shared/budget/rungs.ts'
import { type CaptureDetail, isActive } from '../../shared/model/capture.ts'
import type { Recipe } from '../../shared/model/recipe.ts'
import { Button } from '../components/button.tsx'
import { ErrorState } from '../components/states.tsx'
import { useCall } from '../engine-context.tsx'
import { summariseEstimate } from '../recipes/estimate-words.ts'
import { LadderList } from './ladder-list.tsx'
import { costFacts, ladderSteps, nextAfter } from './ladder-words.ts'
import { Seen } from './seen.tsx'
import { useNextRung } from './use-next-rung.ts'
import { useRecipe } from './use-recipe.ts'
import './ladder-bar.css'

/** Nothing where there is no ladder (yet): what runs, samples, imports, hosts that are gone. */
export function LadderBar({ detail }: { detail: CaptureDetail }) {
  // while it runs its cost and its ladder stand in the panel of running captures
  const isOn = detail.hostId !== null && !detail.sample && detail.ladder !== null && !isActive(detail.state)
  const recipe = useRecipe(isOn ? detail.recipeId : undefined)
  return recipe === undefined || (recipe.rungs ?? []).length === 0 ? null : (
    <KnownLadder detail={detail} recipe={recipe} />
  )
}

function KnownLadder({ detail, recipe }: { detail: CaptureDetail; recipe: Recipe }) {
  const [isOpen, setOpen] = useState(false)
  const { start, take } = useNextRung(detail)
  const ladder = useCall(
    'captures.ladder',
    { captureId: detail.id },
    { refetchOn: { 'captures.changed': ({ captureIds }) => captureIds.includes(detail.id) } },
  )
  const rows = ladder.value ?? ladder.previous ?? []
  const row = rows.find(({ capture }) => capture.id === detail.id)
  const at = rungOf(recipe, detail.parameters)
  const next = nextAfter(recipe, detail)
  const cpus = detail.probe?.facts.cpus ?? null
  const estimate = next && estimateCapture(recipe, next.parameters, cpus)
  return (
    <section className="ladder-bar" aria-label="Cost and next rung">
      <div className="ladder-bar-line">
        <Button
          small
          look="quiet"
          icon={isOpen ? ChevronDown : ChevronRight}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {at === null
            ? 'Own settings'
            : `Rung ${at + 1} of ${recipe.rungs?.length}: ${recipe.rungs?.[at]?.title}`}
        </Button>
        <p className="ladder-bar-facts">
          {row && costFacts(row, detail.estimate ?? null).map((fact) => <span key={fact}>{fact}</span>)}
          <Seen detail={detail} />
        </p>
        {next !== null && (
          <p className="ladder-bar-next">
            {start.running ? (
              <>
                <span role="status">{start.progress?.step ?? 'Getting ready'}</span>
                <Button small onClick={start.cancel}>
                  Cancel
                </Button>
              </>
            ) : (
              <>
                {estimate && <span className="ladder-bar-cost">{summariseEstimate(estimate)}</span>}
                <Button
                  small
                  look="primary"
                  icon={Play}
                  title={next.rung.note}
                  onClick={() => void take(next)}
                >
                  {next.isSmaller ? 'Smaller' : 'Next'}: {next.rung.title}
                </Button>
              </>
            )}
          </p>
        )}
      </div>
      {start.error !== undefined && <ErrorState inline error={start.error} />}
      {isOpen && <LadderList recipe={recipe} steps={ladderSteps(recipe, rows, detail.id)} />}
    </section>
  )
}
