/** The rungs of a recipe, from the cheapest: one sets the fields below it, and the fields tell the rung. */
import { rungOf } from '../../shared/budget/rungs.ts'
import type { ParameterValues, Recipe } from '../../shared/model/recipe.ts'
import { type Segment, Segments } from '../components/segments.tsx'
import type { StartTexts } from './start-values.ts'
import './rung-choice.css'

export interface RungChoiceProps {
  readonly recipe: Recipe
  readonly values: ParameterValues
  /** texts of the parameters that the rung names */
  readonly onRung: (texts: StartTexts) => void
}

const OWN = 'own'

export function RungChoice({ recipe, values, onRung }: RungChoiceProps) {
  const { rungs = [] } = recipe
  if (rungs.length === 0) return null
  const at = rungOf(recipe, values)
  const segments: Segment<string>[] = [
    ...rungs.map(({ title, note }, index) => ({ value: String(index), title, hint: note })),
    ...(at === null ? [{ value: OWN, title: 'Own settings' }] : []),
  ]
  return (
    <div className="rung-choice">
      <Segments
        label="Rung"
        value={at === null ? OWN : String(at)}
        segments={segments}
        onValue={(value) => {
          const rung = rungs[Number(value)]
          if (rung === undefined) return
          onRung(Object.fromEntries(Object.entries(rung.parameters).map(([id, each]) => [id, String(each)])))
        }}
      />
      <p className="rung-choice-note">
        {at === null
          ? 'Begin with the lowest rung on a host that you do not know: it shows what the others will cost.'
          : rungs[at]?.note}
      </p>
    </div>
  )
}
