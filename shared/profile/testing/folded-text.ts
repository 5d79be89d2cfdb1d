/** A flame graph as folded stacks, to compare whole ones. */
import type { FlameTree } from '../../contract/views.ts'
import { nodeText } from './flame-text.ts'

/**
 * 'outermost;...;leaf self', sorted; what ends at the root has no frame: ' self'. Frames are 'name@module', or with
 * `modules` false their names, and those that are named alike are one.
 */
export function foldedText(flame: FlameTree, modules = true): string[] {
  const paths: string[] = []
  const sums = new Map<string, number>()
  for (let node = 0; node < flame.parent.length; node++) {
    const text = modules || flame.func[node]! < 0 ? nodeText(flame, node) : flame.names[flame.func[node]!]!
    const above = paths[flame.parent[node]!]
    const path = node === 0 ? '' : above ? `${above};${text}` : text
    paths.push(path)
    if (flame.self[node]! > 0) sums.set(path, (sums.get(path) ?? 0) + flame.self[node]!)
  }
  return [...sums].map(([path, self]) => `${path} ${self}`).sort()
}
