/** Orders of a stream's slices, sorted once and then kept. */
import type { SlicesArgs } from '../contract/views.ts'
import type { SliceStream } from '../model/profile.ts'
import { compareText } from './function-names.ts'
import type { ProfileIndex } from './profile-index.ts'
import { orderNumbers } from './sort-numbers.ts'

/** Ascending; equals in the order of their starts. */
export function orderSlices(index: ProfileIndex, stream: SliceStream, sort: SlicesArgs['sort']): Uint32Array {
  const key = `${stream.id} ${sort}`
  const known = index.sliceOrders.get(key)
  if (known) return known
  const made = orderNumbers(sortKeys(index, stream, sort))
  index.sliceOrders.set(key, made)
  return made
}

function sortKeys(index: ProfileIndex, stream: SliceStream, sort: SlicesArgs['sort']): Float64Array {
  if (sort === 'start') return stream.start
  if (sort === 'duration') return stream.duration
  if (sort === 'name') {
    const { functions } = index
    const rank = functions.rank()
    return Float64Array.from(stream.name, (name) => rank[functions.ofCall.get(name) ?? functions.noStack]!)
  }
  const { threads } = index
  const order = Array.from(threads.thread, (_, i) => i).sort(
    (a, b) =>
      compareText(threads.thread[a]!, threads.thread[b]!) ||
      threads.pid[a]! - threads.pid[b]! ||
      threads.tid[a]! - threads.tid[b]!,
  )
  const rank = new Float64Array(order.length)
  for (let place = 0; place < order.length; place++) rank[order[place]!] = place
  return Float64Array.from(index.events(stream.id).thread, (thread) => rank[thread]!)
}
