/** The rungs of a ladder, from the cheapest: what was taken cost and gave, where we are, what comes next. */
import { Check, CircleAlert, CircleDashed, CircleDot } from 'lucide-react'
import type { Recipe } from '../../shared/model/recipe.ts'
import { formatLocation } from '../location/location.ts'
import { describeTaken, type LadderStep } from './ladder-words.ts'
import './ladder-list.css'

const iconOf = ({ isCurrent, row }: LadderStep) =>
  isCurrent ? CircleDot : row === null ? CircleDashed : row.capture.error === null ? Check : CircleAlert

export function LadderList({ recipe, steps }: { recipe: Recipe; steps: readonly LadderStep[] }) {
  return (
    <ol className="ladder-list" aria-label="Ladder">
      {steps.map((step, index) => {
        const Icon = iconOf(step)
        const { title, note, row, isCurrent, isNext } = step
        return (
          <li
            key={index}
            className={`ladder-step${isCurrent ? ' ladder-step-current' : ''}`}
            aria-current={isCurrent ? 'step' : undefined}
          >
            <Icon size={16} aria-hidden />
            <span className="ladder-title">
              {row !== null && !isCurrent ? (
                <a href={formatLocation({ page: 'capture', captureId: row.capture.id, compareId: null })}>
                  {title}
                </a>
              ) : (
                title
              )}
            </span>
            <span className="ladder-note">
              {row === null ? `${isNext ? 'Next. ' : ''}${note}` : describeTaken(recipe, row)}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
