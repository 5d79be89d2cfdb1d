/** Which of the flame graph's two forms is shown. */
import { Flame, Sandwich } from 'lucide-react'
import { Segments } from '../../components/segments.tsx'
import { useDispatch, useSidePart } from '../side.tsx'

const forms = [
  { value: 'whole', title: 'Stacks', icon: Flame, hint: 'All of them, from their root' },
  {
    value: 'sandwich',
    title: 'Sandwich',
    icon: Sandwich,
    hint: 'One function between its callers and its callees',
  },
] as const

export function FlameForm() {
  const dispatch = useDispatch()
  const form = useSidePart(({ view }) => view.flame.form) ?? 'whole'
  return (
    <Segments
      label="Form"
      value={form}
      segments={forms}
      onValue={(next) => dispatch({ type: 'flame', change: { form: next } })}
    />
  )
}
