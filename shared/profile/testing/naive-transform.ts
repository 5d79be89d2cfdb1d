/** Transforms as an engineer would write them on a whiteboard: one stack after the other, as text. */
import type { FrameMatch, Transform } from '../../contract/transforms.ts'
import { frameKinds, type Profile } from '../../model/profile.ts'

export interface NamedFrame {
  readonly name: string
  readonly module: string
  readonly kind: string
}

/** The stack of each sample, outermost first, of the first stream. */
export function stacksOf(profile: Profile): NamedFrame[][] {
  const { strings, functions, frames, stacks } = profile
  const stream = profile.streams[0]
  if (stream?.kind !== 'samples') throw new Error('The first stream has no samples')
  return Array.from(stream.stack.subarray(0, stream.length), (stack) => {
    const path: NamedFrame[] = []
    for (let at = stack; at >= 0; at = stacks.parent[at]!) {
      const func = frames.func[stacks.frame[at]!]!
      path.unshift({
        name: strings[functions.name[func]!]!,
        module: strings[functions.module[func]!] ?? '',
        kind: frameKinds[functions.kind[func]!]!,
      })
    }
    return path.length > 0 ? path : [{ name: '[no stack]', module: '', kind: 'unknown' }]
  })
}

/** null: the stack is left out. */
export function naiveTransform(
  stack: readonly NamedFrame[],
  transform: Transform,
): readonly NamedFrame[] | null {
  switch (transform.type) {
    case 'collapse-recursion':
      return stack.filter(
        (frame, i) => i === 0 || frame.name === '[unknown]' || textOf(frame) !== textOf(stack[i - 1]!),
      )
    case 'hide':
      return stack.filter((frame) => !isMatch(frame, transform.match))
    case 'drop-kernel':
      return stack.filter(({ kind }) => kind !== 'kernel')
    case 'merge':
      return stack
        .filter(
          (frame, i) =>
            i === 0 || !isMatch(frame, transform.match) || !isMatch(stack[i - 1]!, transform.match),
        )
        .map((frame) =>
          isMatch(frame, transform.match) ? { name: transform.name, ...commonOf(transform.match) } : frame,
        )
    case 'focus': {
      const from = stack.findIndex((frame) => isMatch(frame, transform.match))
      return from < 0 ? null : stack.slice(from)
    }
    default:
      throw new Error(`${transform.type} has no naive form`)
  }
}

/** of the modules in random profiles, of which patterns match several */
const commonOf = (match: FrameMatch): Pick<NamedFrame, 'module' | 'kind'> =>
  match.by === 'pattern'
    ? { module: '', kind: 'unknown' }
    : { module: match.by === 'module' ? match.module : match.function.module, kind: 'user' }

const textOf = ({ name, module, kind }: NamedFrame): string => `${name}@${module} ${kind}`

function isMatch({ name, module }: NamedFrame, match: FrameMatch): boolean {
  if (match.by === 'module') return module === match.module
  if (match.by === 'function') return name === match.function.name && module === match.function.module
  const pattern = new RegExp(match.pattern, 'i')
  return pattern.test(name) || (module !== '' && pattern.test(module))
}

/** Names only, counted and sorted: 'outermost;...;leaf count'. */
export function countStacks(stacks: readonly (readonly NamedFrame[])[]): string[] {
  const counts = new Map<string, number>()
  for (const stack of stacks) {
    const path = stack.map(({ name }) => name).join(';')
    counts.set(path, (counts.get(path) ?? 0) + 1)
  }
  return [...counts].map(([path, count]) => `${path} ${count}`).sort()
}
