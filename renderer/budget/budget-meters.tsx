/** What a running capture uses of its host, each beside its limit, with the last minute of it. */
import { budgetMeanings, budgetTitles } from '../../shared/budget/over-budget.ts'
import type { BudgetUse } from '../../shared/model/budget.ts'
import { describeUse, toneOf } from './budget-words.ts'
import { Sparkline } from './sparkline.tsx'
import { type Trend, trendLine } from './trend.ts'
import { UseMeter } from './use-meter.tsx'
import './budget-meters.css'

/** Time is left out: the progress above is about it. */
export function BudgetMeters({ uses, trend }: { uses: readonly BudgetUse[]; trend: Trend }) {
  return (
    <ul className="budget-meters" aria-label="What it uses of the host">
      {uses
        .filter(({ id }) => id !== 'seconds')
        .map((use) => (
          <li key={use.id} className="budget-meter" title={budgetMeanings[use.id]}>
            <span className="budget-meter-name">{budgetTitles[use.id]}</span>
            <UseMeter use={use} />
            <span className={`budget-meter-value budget-meter-${toneOf(use)}`}>{describeUse(use)}</span>
            <Sparkline {...trendLine(trend, use.id, use.limit)} />
          </li>
        ))}
    </ul>
  )
}
