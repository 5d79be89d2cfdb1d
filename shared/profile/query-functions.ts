import type { FunctionsArgs, FunctionsResult } from '../contract/views.ts'
import { checkCancelled } from './cancellation-check.ts'
import { compareText } from './function-names.ts'
import type { ProfileIndex } from './profile-index.ts'
import { matchFunctions } from './search-functions.ts'
import { selectEvents } from './select-events.ts'
import { sumTree } from './sum-tree.ts'

/**
 * Self and total per function of a stream of samples or slices within the selection; slices without a stack count
 * for their call. A function counts once per event however deep it recurses. `rows` counts what the search leaves,
 * `selectedTotal` does not follow the search. Ties are in the order of names.
 *
 * Throws query.no-stream, query.pattern, and the cancellation.
 */
export function queryFunctions(
  whole: ProfileIndex,
  args: FunctionsArgs,
  signal?: AbortSignal,
): FunctionsResult {
  const index = whole.transformed(args.selection.transforms)
  const events = index.events(args.streamId)
  const matches = matchFunctions(index, args.search)
  checkCancelled(signal)
  const { tree } = index.base
  const selected = selectEvents(index, events, args.selection)
  const sums = sumTree(index.shape(args.streamId, 'top-down', 'none'), events, selected, index.scratch)
  checkCancelled(signal)

  const { functions } = index
  const self = new Float64Array(functions.length)
  const total = new Float64Array(functions.length)
  const count = new Float64Array(functions.length)
  const outermost = index.outermost()
  for (let node = 1; node < tree.length; node++) {
    if (sums.count[node] === 0) continue
    const func = tree.func[node]!
    self[func]! += sums.self[node]!
    if (!outermost[node]) continue
    total[func]! += sums.total[node]!
    count[func]! += sums.count[node]!
  }

  const rows: number[] = []
  for (let func = 0; func < functions.length; func++)
    if (count[func]! > 0 && (!matches || matches[func])) rows.push(func)
  const rank = functions.rank()
  const key: Record<FunctionsArgs['sort'], (a: number, b: number) => number> = {
    self: (a, b) => self[a]! - self[b]!,
    total: (a, b) => total[a]! - total[b]!,
    name: (a, b) => rank[a]! - rank[b]!,
    module: (a, b) => compareText(functions.modules[a]!, functions.modules[b]!),
  }
  const compare = key[args.sort]
  const sign = args.descending ? -1 : 1
  rows.sort((a, b) => sign * compare(a, b) || rank[a]! - rank[b]!)

  const page = rows.slice(args.offset, args.offset + args.limit)
  return {
    event: events.stream.event,
    unit: events.stream.unit,
    names: page.map((func) => functions.names[func]!),
    modules: page.map((func) => functions.modules[func]!),
    kinds: Uint8Array.from(page, (func) => functions.kinds[func]!),
    self: Float64Array.from(page, (func) => self[func]!),
    total: Float64Array.from(page, (func) => total[func]!),
    count: Float64Array.from(page, (func) => count[func]!),
    rows: rows.length,
    selectedTotal: sums.total[0]!,
  }
}
