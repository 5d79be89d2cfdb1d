/** What a capture was expected to use, what it used at most, and over what the host would have stopped it. */
import { budgetMeanings, budgetTitles } from '../../../shared/budget/over-budget.ts'
import type { BudgetUse, Estimate } from '../../../shared/model/budget.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { formatUse, toneOf } from '../../budget/budget-words.ts'
import { Section } from '../../components/section.tsx'
import './budget-table.css'

export function BudgetTable({ detail: { budgets = [], estimate = null } }: { detail: CaptureDetail }) {
  if (budgets.length === 0) return null
  return (
    <Section title="Budget">
      <table className="budget-table">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Expected</th>
            <th scope="col">At most</th>
            <th scope="col">Limit</th>
          </tr>
        </thead>
        <tbody>
          {budgets.map((use) => {
            const { id, unit, limit } = use
            const used = use.peak ?? use.used
            const expected = expectedOf(id, estimate)
            return (
              <tr key={id} title={budgetMeanings[id]}>
                <th scope="row">{budgetTitles[id]}</th>
                <td>{expected === null ? '–' : formatUse(expected, unit)}</td>
                <td className={`budget-meter-${toneOf({ ...use, used })}`}>
                  {used === null ? 'not measured' : formatUse(used, unit)}
                </td>
                <td>{limit === null ? 'none' : formatUse(limit, unit)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Section>
  )
}

/** Null where the estimate says nothing of it. */
const expectedOf = (id: BudgetUse['id'], estimate: Estimate | null): number | null => {
  switch (estimate === null ? null : id) {
    case 'seconds':
      return estimate?.seconds ?? null
    case 'bytes':
      return estimate?.bytes ?? null
    case 'tracer-cpu':
      return estimate?.tracerCpuPercent ?? null
    case 'events':
      return estimate?.events == null ? null : estimate.events / estimate.seconds
    default:
      return null
  }
}
