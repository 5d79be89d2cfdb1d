/** How the two are compared: linked or not, on which widths, which way round; and what speaks against it. */
import { ArrowLeftRight, Columns2, Diff, Link2, Unlink2, X } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Segments } from '../../components/segments.tsx'
import { goTo } from '../../location/use-location.ts'
import { OneClockToggle } from '../../together/one-clock-toggle.tsx'
import type { OneClockChoice } from '../../together/use-one-clock.ts'
import { useStreamOf } from '../diff/use-diff.ts'
import type { Side } from '../side.tsx'
import { usePage } from '../state/view-store.ts'
import { warnOfUnlike } from './comparability.ts'
import './compare-bar.css'

/** shares of what was measured; what vanished in sight */
const firstDiff = { norm: 'cpu', width: 'both' } as const

export interface CompareBarProps {
  readonly sides: { readonly a: Side; readonly b: Side }
  readonly linked: boolean
  readonly oneClock: OneClockChoice
  readonly onLinked: (linked: boolean) => void
  readonly flameScale: 'share' | 'total'
  readonly onFlameScale: (scale: 'share' | 'total') => void
}

export function CompareBar({ sides, linked, oneClock, onLinked, flameScale, onFlameScale }: CompareBarProps) {
  const { a, b } = sides
  const diff = usePage(a.store, ({ view }) => view.diff)
  const warnings = warnOfUnlike(a.detail, b.detail, useStreamOf(a), useStreamOf(b))
  return (
    <div className="compare-bar">
      <Button
        small
        icon={linked ? Link2 : Unlink2}
        aria-pressed={linked}
        title="Linked: functions, calls, latencies and times selected on one side are selected on the other. Threads are each side's own."
        onClick={() => onLinked(!linked)}
      >
        {linked ? 'Linked' : 'Not linked'}
      </Button>
      <OneClockToggle choice={oneClock} />
      <Segments
        label="Flame graphs"
        value={diff ? 'one' : 'two'}
        segments={[
          { value: 'two', title: 'Side by side', icon: Columns2, hint: 'A flame graph for each side' },
          {
            value: 'one',
            title: 'Differences',
            icon: Diff,
            hint: 'One flame graph of both, coloured by what grew and what shrank',
          },
        ]}
        onValue={(form) =>
          a.store.dispatch({ type: 'diff', diff: form === 'one' ? (diff ?? firstDiff) : null })
        }
      />
      {!diff && (
        <label className="compare-bar-choice">
          Widths
          <select
            value={flameScale}
            onChange={(event) => onFlameScale(event.target.value === 'total' ? 'total' : 'share')}
          >
            <option value="share">by share of each</option>
            <option value="total">by total, on one scale</option>
          </select>
        </label>
      )}
      <Button
        small
        look="quiet"
        icon={ArrowLeftRight}
        onClick={() => goTo({ page: 'capture', captureId: b.detail.id, compareId: a.detail.id })}
      >
        Swap
      </Button>
      <div className="compare-bar-warnings">
        {warnings.map((warning) => (
          <Badge key={warning} tone="warning" title={warning}>
            {warning}
          </Badge>
        ))}
      </div>
      <Button
        small
        look="quiet"
        icon={X}
        onClick={() => goTo({ page: 'capture', captureId: a.detail.id, compareId: null })}
      >
        End comparison
      </Button>
    </div>
  )
}
