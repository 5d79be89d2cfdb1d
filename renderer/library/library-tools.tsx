import { Search } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { useCall } from '../engine-context.tsx'
import { formatExact } from '../format/number.ts'
import { GroupFilter } from '../together/group-filter.tsx'
import { useLatest } from '../use-latest.ts'
import { initialQuery, isFiltered, type LibraryQuery } from './library-query.ts'

const TYPING_MS = 150

export interface LibraryToolsProps {
  readonly query: LibraryQuery
  readonly onQuery: (query: LibraryQuery) => void
  readonly total: number
  readonly searchField: RefObject<HTMLInputElement | null>
  /** Escape or arrow down in the field: on to the rows */
  readonly onLeave: () => void
}

/** Search, filters and the number of rows. */
export function LibraryTools({ query, onQuery, total, searchField, onLeave }: LibraryToolsProps) {
  const hosts = useCall('hosts.list', {}, { refetchOn: { 'hosts.changed': () => true } })
  const recipes = useCall('recipes.list', {})
  const [typed, setTyped] = useState(query.search)
  const latest = useLatest({ query, onQuery })

  useEffect(() => setTyped(query.search), [query.search])
  useEffect(() => {
    const timer = setTimeout(() => {
      if (latest.current.query.search !== typed)
        latest.current.onQuery({ ...latest.current.query, search: typed })
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed, latest])

  return (
    <search className="library-tools">
      <div className="library-search">
        <Search className="library-search-icon" size={16} aria-hidden />
        <input
          ref={searchField}
          className="input"
          type="search"
          aria-label="Search names, hosts, recipes, notes and pins"
          placeholder="Search names, notes, pins ( / )"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'Enter') onLeave()
            if (event.key === 'Escape') {
              if (typed === '') onLeave()
              setTyped('')
            }
          }}
        />
      </div>
      <select
        className="input library-filter"
        aria-label="Host"
        value={query.hostId ?? ''}
        onChange={(event) => onQuery({ ...query, hostId: event.target.value || null })}
      >
        <option value="">All hosts</option>
        {(hosts.value ?? hosts.previous ?? []).map((host) => (
          <option key={host.id} value={host.id}>
            {host.label}
          </option>
        ))}
      </select>
      <select
        className="input library-filter"
        aria-label="Recipe"
        value={query.recipeId ?? ''}
        onChange={(event) => onQuery({ ...query, recipeId: event.target.value || null })}
      >
        <option value="">All recipes</option>
        {(recipes.value ?? []).map((recipe) => (
          <option key={recipe.id} value={recipe.id}>
            {recipe.title}
          </option>
        ))}
      </select>
      {query.groupId != null && (
        <GroupFilter groupId={query.groupId} onClear={() => onQuery({ ...query, groupId: null })} />
      )}
      {isFiltered(query) && (
        <Button
          look="quiet"
          onClick={() => onQuery({ ...initialQuery, sort: query.sort, descending: query.descending })}
        >
          Clear
        </Button>
      )}
      <span className="library-count" role="status">
        {formatExact(total)} {total === 1 ? 'capture' : 'captures'}
      </span>
    </search>
  )
}
