/** The budgets of a capture in the status bar: how near each is to its limit, and the nearest in words. */
import { budgetTitles } from '../../shared/budget/over-budget.ts'
import type { BudgetUse } from '../../shared/model/budget.ts'
import { describeUse, tightest, toneOf } from './budget-words.ts'
import { UseMeter } from './use-meter.tsx'
import './status-budget.css'

export function StatusBudget({ uses }: { uses: readonly BudgetUse[] }) {
  const limited = uses.filter(({ id, limit }) => id !== 'seconds' && limit !== null)
  const worst = tightest(limited)
  if (limited.length === 0) return null
  return (
    <span
      className="status-budget"
      title={limited.map((use) => `${budgetTitles[use.id]}: ${describeUse(use)}`).join('\n')}
    >
      <span className="status-budget-meters">
        {limited.map((use) => (
          <UseMeter key={use.id} use={use} small />
        ))}
      </span>
      {worst !== null && toneOf(worst) !== 'calm' && (
        <span className={`budget-meter-${toneOf(worst)}`}>
          {budgetTitles[worst.id]} {describeUse(worst)}
        </span>
      )}
    </span>
  )
}
