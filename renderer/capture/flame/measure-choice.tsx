/** What a frame's width is: the weight of its events, or how many there are. */
import type { Measure } from '../../../shared/contract/views.ts'
import { type Measured, nameWeight } from '../diff/norms.ts'
import { useDispatch, useSidePart, useStream } from '../side.tsx'
import { Choice } from './flame-toolbar.tsx'

export function MeasureChoice() {
  const dispatch = useDispatch()
  const stream = useStream()
  const measure = useSidePart(({ view }) => view.flame.measure) ?? 'weight'
  if (!stream) return null
  const titles = titlesOf(stream)
  return (
    <Choice<Measure>
      label={`Widths: by ${titles.weight}, or by the number of ${titles.events}`}
      value={measure}
      options={[
        ['weight', capital(titles.weight)],
        ['events', capital(titles.events)],
      ]}
      onValue={(chosen) => dispatch({ type: 'flame', change: { measure: chosen } })}
    />
  )
}

const titlesOf = (measured: Measured): Readonly<Record<Measure, string>> => ({
  weight: nameWeight(measured),
  events: measured.kind === 'slices' ? 'calls' : 'samples',
})

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
