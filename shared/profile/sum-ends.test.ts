import { describe, expect, it } from 'vitest'
import type { Selection } from '../contract/selection.ts'
import { createCheckpoints } from './checkpoints.ts'
import { indexProfile } from './profile-index.ts'
import { selectEvents } from './select-events.ts'
import { sumEnds } from './sum-ends.ts'
import { profileOf } from './testing/profile-of.ts'
import { randomProfile } from './testing/random-profile.ts'
import { seededRandom } from './testing/seeded-random.ts'

type Weigh = (weight: number) => number
const weighings: Readonly<Record<string, Weigh>> = {
  'all alike': () => 7,
  'each its own': (weight) => weight,
  'in fractions': (weight) => weight + 0.5,
}

describe('sums of what ends at a node', () => {
  it.each(Object.keys(weighings))('are the same from checkpoints as from each event, weighed %s', (name) => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed)
      const text = randomProfile(random)
      const samples = text.samples!.map((row) => ({ ...row, weight: weighings[name]!(row.weight) }))
      const transforms: Selection['transforms'] = random.chance(0.5)
        ? [{ type: 'focus', match: { by: 'pattern', pattern: 'work' } }]
        : undefined
      const index = indexProfile(profileOf({ ...text, samples })).transformed(transforms)
      for (const streamId of [0, 1]) {
        const events = index.events(streamId)
        const shape = index.shape(streamId, 'top-down', 'none')
        const marked = { ...shape, checkpoints: createCheckpoints(8) }
        const marks = marked.checkpoints(events, shape.node, shape.ends, true)
        expect(marks !== null).toBe(streamId === 1 || name !== 'in fractions')
        for (let round = 0; round < 10; round++) {
          const [from, to] = [random.integer(-5, 1000), random.integer(-5, 1000)].sort((a, b) => a - b) as [
            number,
            number,
          ]
          const selection: Selection = {
            ...random.pick([
              {},
              { time: { from, to } },
              { time: { from, to }, threads: [{ pid: 10, tid: null }] },
              { time: { from, to }, cpus: [1, 2, 3] },
              { time: { from, to }, function: { name: 'work', module: 'app' } },
              { time: { from, to }, latency: { from: 3, to: 30 } },
              { call: 'fsync' },
            ]),
            ...(transforms && { transforms }),
          }
          const selected = selectEvents(index, events, selection)
          const weight = new Float64Array(shape.ends)
          const count = new Int32Array(shape.ends)
          for (let i = 0; i < events.length; i++) {
            const isIn = i >= selected.from && i < selected.to && selected.mask[i] === 1
            if (!isIn) continue
            weight[shape.node[i]!]! += events.weight[i]!
            count[shape.node[i]!]!++
          }
          expect(
            sumEnds(marked, events, selected, index.scratch),
            `seed ${seed} ${JSON.stringify(selection)}`,
          ).toEqual({
            weight,
            count,
          })
        }
      }
    }
  })
})
