/** The quantiles as numbers, with whether they are exact. */
import type { Quantiles } from '../../../shared/contract/views.ts'
import { formatAmount } from '../../format/number.ts'
import { formatExactQuantity, formatQuantity } from '../../format/quantity.ts'

const names = ['p50', 'p90', 'p99', 'max'] as const

export interface QuantileLineProps {
  readonly quantiles: Quantiles
  readonly unit: string
  /** what was counted: 'slow call' */
  readonly of: string
  readonly onSlower: (value: number) => void
}

export function QuantileLine({ quantiles, unit, of, onSlower }: QuantileLineProps) {
  return (
    <dl className="quantiles">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <button
              type="button"
              title={`${quantiles.exact ? '' : 'at most '}${formatExactQuantity(quantiles[name], unit)}. Click selects what is at least as slow.`}
              onClick={() => onSlower(quantiles[name])}
            >
              {quantiles.exact ? '' : '≤ '}
              {formatQuantity(quantiles[name], unit)}
            </button>
          </dd>
        </div>
      ))}
      <div className="quantiles-note">
        of {formatAmount(quantiles.count, of)}, {quantiles.exact ? 'exact' : 'bounds of buckets'}
      </div>
    </dl>
  )
}
