import { useState } from 'react'
import { CapturePage } from '../capture/capture-page.tsx'
import { HostsPage } from '../hosts/hosts-page.tsx'
import { LibraryPage } from '../library/library-page.tsx'
import { initialQuery } from '../library/library-query.ts'
import type { Location } from '../location/location.ts'
import { goTo } from '../location/use-location.ts'
import { RecipesPage } from '../recipes/recipes-page.tsx'
import { useRunning } from '../running/running-context.tsx'
import { SettingsPage } from '../settings/settings-page.tsx'
import { TogetherPage } from '../together/together-page.tsx'

/** The page that belongs to the location. */
export function Pages({ location }: { location: Location }) {
  const running = useRunning()
  const [query, setQuery] = useState(initialQuery)
  switch (location.page) {
    case 'hosts':
      return <HostsPage hostId={location.hostId} />
    case 'library':
      return <LibraryPage query={query} onQuery={setQuery} />
    case 'recipes':
      return <RecipesPage recipeId={location.recipeId} hostId={location.hostId} />
    case 'settings':
      return <SettingsPage />
    case 'together':
      return (
        <TogetherPage
          groupId={location.groupId}
          onShowInLibrary={(groupId) => {
            setQuery({ ...initialQuery, groupId })
            goTo({ page: 'library' })
          }}
        />
      )
    case 'capture': {
      const { captureId, compareId } = location
      const progress = running.find((entry) => entry.captureId === captureId) ?? null
      return <CapturePage key={captureId} captureId={captureId} compareId={compareId} progress={progress} />
    }
  }
}
