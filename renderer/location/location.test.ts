import { describe, expect, it } from 'vitest'
import { formatLocation, type Location, parseLocation } from './location.ts'

const places: readonly Location[] = [
  { page: 'hosts', hostId: null },
  { page: 'hosts', hostId: 'this-machine' },
  { page: 'library' },
  { page: 'settings' },
  { page: 'together', groupId: 'a/b?c' },
  { page: 'recipes', recipeId: null, hostId: null },
  { page: 'recipes', recipeId: null, hostId: 'a b/c?d' },
  { page: 'recipes', recipeId: 'cpu-profile', hostId: 'h1' },
  { page: 'capture', captureId: 'a/b?c#d%e&f', compareId: null },
  { page: 'capture', captureId: 'one', compareId: 'two & three' },
]

describe('a location', () => {
  it('survives the URL, whatever stands in its ids', () => {
    expect(places.map((place) => parseLocation(formatLocation(place)))).toEqual(places)
  })

  it('that is none is the library', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#/capture', '#/capture/', '#/capture/%E0%A4%A']) {
      expect(parseLocation(hash)).toEqual({ page: 'library' })
    }
  })
})
