import { expect, it } from 'vitest'
import { seededRandom } from '../profile/testing/seeded-random.ts'
import { createLiveColumns } from './live-columns.ts'
import { orderByTime } from './time-order.ts'

it('rows that come in pieces and in no order stand as if all had come at once', () => {
  const random = seededRandom(11)
  for (let round = 0; round < 50; round++) {
    const length = random.integer(1, 3000)
    const time = Float64Array.from({ length }, (_, row) => row + random.integer(-40, 0))
    const thread = Int32Array.from({ length }, (_, row) => row)
    const live = createLiveColumns('time', { time, thread })
    for (let from = 0; from < length; ) {
      const to = Math.min(length, from + random.integer(0, 400))
      live.append({ time: time.slice(from, to), thread: thread.slice(from, to) })
      from = to
    }
    live.shift(5)
    const order = orderByTime(time) ?? thread
    expect(live.columns()).toEqual({
      time: Float64Array.from(order, (row) => time[row]! + 5),
      thread: Int32Array.from(order),
    })
  }
})
