import { budgetTitles } from '../../shared/budget/over-budget.ts'
import type { BudgetUse } from '../../shared/model/budget.ts'
import { describeUse, shareOf, toneOf } from './budget-words.ts'
import './use-meter.css'

/** One use beside its limit, as a bar; it says the same to who cannot see it. */
export const UseMeter = ({ use, small = false }: { use: BudgetUse; small?: boolean }) => (
  <meter
    className={`use-meter use-meter-${toneOf(use)}${small ? ' use-meter-small' : ''}`}
    aria-label={budgetTitles[use.id]}
    aria-valuetext={describeUse(use)}
    min={0}
    max={1}
    value={Math.min(shareOf(use) ?? 0, 1)}
  />
)
