import { expect, it } from 'vitest'
import { sayMarker } from './workload-words.ts'

it('markers are said with their error, also those before the start and those without a place', () => {
  const marker = { id: 'm', kind: 'mark', text: 'deployed', madeAt: 0 } as const
  expect(sayMarker({ ...marker, time: 2.5e9, error: 12e6 })).toEqual(['deployed', 'at 2.5 s ± 12 ms'])
  expect(sayMarker({ ...marker, text: '', time: -3e8, error: 12e6 })).toEqual([
    ...['Marker', 'at 300 ms before the start ± 12 ms'],
  ])
  expect(sayMarker({ ...marker, time: null, error: null })[1]).toMatch(/not known/)
})
