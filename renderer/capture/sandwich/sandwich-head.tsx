/** The function between the two sides, and its numbers. */
import { CopyButton } from '../../components/copy-button.tsx'
import { functionFacts, type SandwichTotals } from './sandwich-words.ts'
import './sandwich-head.css'

export const SandwichHead = ({ totals }: { totals: SandwichTotals }) => (
  <div className="sandwich-head">
    <span className="sandwich-head-name mono" title={totals.function.name}>
      {totals.function.name}
    </span>
    <CopyButton text={totals.function.name} />
    <span className="sandwich-head-module mono" title={totals.function.module}>
      {totals.function.module}
    </span>
    <dl className="sandwich-head-facts" aria-label="Numbers of the function">
      {functionFacts(totals).map(({ label, text, exact }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd title={exact}>{text}</dd>
        </div>
      ))}
    </dl>
  </div>
)
