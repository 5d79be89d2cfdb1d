/** Where a person is, as it stands in the URL's hash: reload, back and forward keep it. */

export type Location =
  | { readonly page: 'hosts'; readonly hostId: string | null }
  | { readonly page: 'library' }
  | { readonly page: 'recipes'; readonly recipeId: string | null; readonly hostId: string | null }
  | { readonly page: 'settings' }
  | { readonly page: 'together'; readonly groupId: string }
  | { readonly page: 'capture'; readonly captureId: string; readonly compareId: string | null }
export type Page = Location['page']

/** '#/capture/ID?compare=OTHER'. The inverse of parseLocation. */
export function formatLocation(location: Location): string {
  switch (location.page) {
    case 'hosts':
      return location.hostId === null ? '#/hosts' : `#/hosts/${encodeURIComponent(location.hostId)}`
    case 'library':
      return '#/library'
    case 'settings':
      return '#/settings'
    case 'together':
      return `#/together/${encodeURIComponent(location.groupId)}`
    case 'recipes':
      return (
        (location.recipeId === null ? '#/recipes' : `#/recipes/${encodeURIComponent(location.recipeId)}`) +
        (location.hostId === null ? '' : `?host=${encodeURIComponent(location.hostId)}`)
      )
    case 'capture':
      return (
        `#/capture/${encodeURIComponent(location.captureId)}` +
        (location.compareId === null ? '' : `?compare=${encodeURIComponent(location.compareId)}`)
      )
  }
}

/** Whatever is no place of ours is the library. */
export function parseLocation(hash: string): Location {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2)
  const [page, rest] = path.split('/', 2)
  const id = decode(rest)
  const parameters = new URLSearchParams(query)
  if (page === 'hosts') return { page, hostId: id }
  if (page === 'settings') return { page }
  if (page === 'together' && id !== null) return { page, groupId: id }
  if (page === 'recipes') return { page, recipeId: id, hostId: parameters.get('host') }
  if (page === 'capture' && id !== null) {
    return { page, captureId: id, compareId: parameters.get('compare') }
  }
  return { page: 'library' }
}

function decode(text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  try {
    return decodeURIComponent(text)
  } catch {
    // a broken escape, typed by hand
    return null
  }
}
