/** Over what the host stops the capture; folded away, as the recipe's own limits are right for most hosts. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { budgetMeanings, budgetTitles } from '../../shared/budget/over-budget.ts'
import type { LimitId } from '../../shared/model/budget.ts'
import type { Recipe } from '../../shared/model/recipe.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { formatExact } from '../format/number.ts'
import { initialLimitTexts, type LimitTexts, limitsFor, type ReadLimits } from './limit-texts.ts'
import './limit-fields.css'

const units: Readonly<Record<LimitId, string>> = {
  'tracer-cpu': '% of one CPU',
  'bpf-cpu': '% of one CPU',
  events: 'a second',
  lost: 'in all',
  'host-busy': '% of all CPUs',
  bytes: 'MB',
}

export interface LimitFieldsProps {
  readonly recipe: Recipe
  readonly texts: LimitTexts
  readonly errors: ReadLimits['errors']
  readonly onTexts: (texts: LimitTexts) => void
}

export function LimitFields({ recipe, texts, errors, onTexts }: LimitFieldsProps) {
  const [isOpen, setOpen] = useState(false)
  const shown = { ...initialLimitTexts(recipe), ...texts }
  return (
    <div className="limit-fields">
      <Button
        small
        look="quiet"
        icon={isOpen ? ChevronDown : ChevronRight}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Limits
      </Button>
      {isOpen ? (
        <div className="start-fields">
          {limitsFor(recipe).map((id) => (
            <Field
              key={id}
              label={budgetTitles[id]}
              help={budgetMeanings[id]}
              unit={units[id]}
              numeric
              placeholder="no limit"
              value={shown[id] ?? ''}
              error={errors[id]}
              onValue={(text) => onTexts({ ...texts, [id]: text })}
            />
          ))}
        </div>
      ) : (
        <span className="start-text">{summarise(recipe, shown)}</span>
      )}
    </div>
  )
}

/** 'The host stops it over: tracer 25 % of one CPU, bytes on the host 268.44 MB. What it had recorded is kept.' */
const summarise = (recipe: Recipe, texts: LimitTexts): string =>
  `The host stops it over: ${limitsFor(recipe)
    .flatMap((id) =>
      texts[id] ? [`${lowerFirst(budgetTitles[id])} ${grouped(texts[id])} ${units[id]}`] : [],
    )
    .join(', ')}. What it had recorded is kept.`

/** An abbreviation stays as it is. */
const lowerFirst = (title: string): string =>
  /^[A-Z]{2}/.test(title) ? title : `${title.slice(0, 1).toLowerCase()}${title.slice(1)}`

/** What is not a number yet is shown as it was typed. */
const grouped = (text: string): string => (Number.isFinite(Number(text)) ? formatExact(Number(text)) : text)
