/** A flame graph as an indented list, to compare whole ones at a glance. */
import { type FlameTree, REST, ROOT } from '../../contract/views.ts'

/** Lines of 'name@module total self count'. */
export function flameText(flame: FlameTree): string {
  const depth: number[] = []
  const lines: string[] = []
  for (let node = 0; node < flame.parent.length; node++) {
    const parent = flame.parent[node]!
    depth.push(parent < 0 ? 0 : depth[parent]! + 1)
    const numbers = `${flame.total[node]} ${flame.self[node]} ${flame.count[node]}`
    lines.push(`${'  '.repeat(depth[node]!)}${nodeText(flame, node)} ${numbers}`)
  }
  return lines.join('\n')
}

export function nodeText(flame: FlameTree, node: number): string {
  const func = flame.func[node]!
  if (func === ROOT) return '*'
  if (func === REST) return `(${flame.pruned[node]} more)`
  const module = flame.modules[func]!
  return module === '' ? flame.names[func]! : `${flame.names[func]}@${module}`
}

/** What holds for every node of every flame graph. */
export function unbalancedNodes(flame: FlameTree): number[] {
  const children = new Float64Array(flame.parent.length)
  const counted = new Float64Array(flame.parent.length)
  for (let node = 1; node < flame.parent.length; node++) {
    children[flame.parent[node]!]! += flame.total[node]!
    counted[flame.parent[node]!]! += flame.count[node]!
  }
  return Array.from(flame.parent.keys()).filter(
    (node) =>
      flame.parent[node]! >= node ||
      flame.total[node] !== flame.self[node]! + children[node]! ||
      flame.count[node]! < counted[node]!,
  )
}
