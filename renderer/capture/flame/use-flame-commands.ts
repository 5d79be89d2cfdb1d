/** The keys of the flame graph, and the transforms that need no frame, for the palette and for `?`. */
import { useCommand } from '../../commands/commands-context.tsx'
import { hasTransform } from '../selection/transform-list.ts'
import { useTransforms } from '../selection/use-transforms.ts'
import { useDispatch, useSide, useSidePart } from '../side.tsx'
import { type WholeType, wholeTransforms } from './frame-actions.ts'

const group = 'Flame graph'

export function useFlameCommands(): void {
  const isFirst = useSide().key === 'a'
  const dispatch = useDispatch()
  const form = useSidePart(({ view }) => view.flame.form) ?? 'whole'
  useTransformCommand('collapse-recursion', isFirst)
  useTransformCommand('drop-kernel', isFirst)
  useTransformCommand('strip-templates', isFirst)
  useTransformCommand('fold-interpreters', isFirst)
  useCommand(
    {
      id: 'flame.form',
      title: form === 'whole' ? 'Show callers and callees of one function' : 'Show whole stacks',
      group,
      run: () => dispatch({ type: 'flame', change: { form: form === 'whole' ? 'sandwich' : 'whole' } }),
    },
    isFirst,
  )
  useKey('sandwich', 'Show callers and callees of the function', 'S', isFirst)
  useKey('focus', 'Focus on the frame: stacks begin at it', 'F', isFirst)
  useKey('hide', 'Hide the frame', 'H', isFirst)
  useKey('hide-module', 'Hide the module of the frame', 'Shift+H', isFirst)
  useKey('merge-module', 'Merge the module of the frame into one frame', 'M', isFirst)
}

function useTransformCommand(type: WholeType, enabled: boolean): void {
  const { list, toggle } = useTransforms()
  const { transform, title, undo, key } = wholeTransforms[type]
  useCommand(
    {
      id: `flame.${type}`,
      title: hasTransform(list, transform) ? undo : title,
      group,
      key: key.toUpperCase(),
      run: () => toggle(transform),
    },
    enabled,
  )
}

/** The graph and the table take these themselves: they are about the frame that has the focus. */
function useKey(id: string, title: string, key: string, enabled: boolean): void {
  useCommand({ id: `flame.key-${id}`, title, group, key }, enabled)
}
