/** Where the selected samples, or the time of the selected calls, were spent: all stacks, or one function among them. */
import { SandwichView } from '../sandwich/sandwich-view.tsx'
import { useSidePart } from '../side.tsx'
import { useFlameCommands } from './use-flame-commands.ts'
import { WholeFlame } from './whole-flame.tsx'

export function FlameView() {
  const form = useSidePart(({ view }) => view.flame.form)
  useFlameCommands()
  return form === 'sandwich' ? <SandwichView /> : <WholeFlame />
}
