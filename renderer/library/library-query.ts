/** What the library shows: search, filters and order. */
import type { Args } from '../../shared/contract/contract.ts'

export type LibraryQuery = Omit<Args<'captures.list'>, 'offset' | 'limit'>

export const initialQuery: LibraryQuery = {
  search: '',
  hostId: null,
  recipeId: null,
  sort: 'startedAt',
  descending: true,
}

/** rows of one request; two of them are held, so that the edge between them may be in sight */
export const PAGE = 200

/** The first row to ask for, given the rows in sight. */
export const offsetOf = (from: number): number => Math.floor(from / PAGE) * PAGE

export const isFiltered = ({ search, hostId, recipeId, groupId = null }: LibraryQuery): boolean =>
  search.trim() !== '' || hostId !== null || recipeId !== null || groupId !== null
