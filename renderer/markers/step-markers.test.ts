import { describe, expect, it } from 'vitest'
import type { Marker } from '../../shared/model/marker.ts'
import { describeMarker, sayTime } from './marker-words.ts'
import { betweenMarkers, placedMarkers, stepMarker } from './step-markers.ts'

const marker = (id: string, time: number | null, text = id): Marker => ({
  ...{ id, kind: 'mark', text, time, error: time === null ? null : 12e6, madeAt: 0 },
})
const markers = placedMarkers([
  marker('b', 2e9),
  marker('a', -1e9),
  marker('lost', null),
  marker('c', 5e9 + 0.5),
])
const bounds = { from: 0, to: 10e9 }
const idAfter = (current: string | null, step: 1 | -1) => stepMarker(markers, current, step)?.id

describe('markers along the axis', () => {
  it('are walked in the order of time, those without a place left out', () => {
    expect(markers.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect([idAfter(null, 1), idAfter('a', 1), idAfter('c', 1)]).toEqual(['a', 'b', undefined])
    expect([idAfter(null, -1), idAfter('c', -1), idAfter('gone', -1)]).toEqual(['c', 'b', 'c'])
  })

  it('have between them whole nanoseconds of what there is', () => {
    expect(betweenMarkers(markers, 'b', bounds)).toEqual({ from: 2e9, to: 5e9 + 1 })
    // behind the last one there is none: what lies before it
    expect(betweenMarkers(markers, 'c', bounds)).toEqual({ from: 2e9, to: 5e9 + 1 })
    expect(betweenMarkers(markers, null, bounds)).toEqual({ from: 0, to: 2e9 })
    expect(betweenMarkers(markers.slice(0, 1), 'a', bounds)).toBeNull()
    expect(betweenMarkers(markers, 'b', { from: 0, to: 1e9 })).toBeNull()
  })

  it('are said with the error of their time, also before the start', () => {
    expect(describeMarker(marker('deployed', 2.1034e9))).toBe('deployed, at 2.103 s ± 12 ms')
    expect(sayTime(marker('', -3e8))).toBe('0.300 s before the start')
    expect(describeMarker(marker('x', null, ''))).toBe('Marker, when is not known yet')
  })
})
