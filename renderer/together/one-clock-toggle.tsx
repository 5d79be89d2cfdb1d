import { Clock } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { withError } from './together-words.ts'
import type { OneClockChoice } from './use-one-clock.ts'

/** In Compare, for two captures of a group: their times on one clock, or each from its own start. */
export function OneClockToggle({ choice }: { choice: OneClockChoice }) {
  const { offered, isOn, setOn } = choice
  if (offered === null) return null
  const { by, error } = offered.between
  const later = withError(Math.abs(by), error)
  return (
    <Button
      small
      icon={Clock}
      aria-pressed={isOn}
      title={`${by >= 0 ? 'B' : 'A'} begins ${later} later. On one clock, what is drawn at the same place happened at the same time, to that error; otherwise each is drawn from its own begin.`}
      onClick={() => setOn(!isOn)}
    >
      One clock, {by >= 0 ? 'B' : 'A'} +{later}
    </Button>
  )
}
