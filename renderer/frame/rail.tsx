import { FlaskConical, Library, type LucideIcon, Server, Settings } from 'lucide-react'
import { formatLocation, type Location, type Page } from '../location/location.ts'
import './rail.css'

interface Place {
  readonly title: string
  readonly icon: LucideIcon
  readonly to: Location
  /** pages that lie behind it */
  readonly pages: readonly Page[]
}

const places: readonly Place[] = [
  { title: 'Hosts', icon: Server, to: { page: 'hosts', hostId: null }, pages: ['hosts'] },
  { title: 'Library', icon: Library, to: { page: 'library' }, pages: ['library', 'capture'] },
  {
    title: 'Recipes',
    icon: FlaskConical,
    to: { page: 'recipes', recipeId: null, hostId: null },
    pages: ['recipes'],
  },
]
const settings: Place = { title: 'Settings', icon: Settings, to: { page: 'settings' }, pages: ['settings'] }

export function Rail({ page }: { page: Page }) {
  return (
    <nav className="rail" aria-label="Pages">
      {places.map((place) => (
        <RailItem key={place.title} place={place} page={page} />
      ))}
      <div className="rail-foot">
        <RailItem place={settings} page={page} />
      </div>
    </nav>
  )
}

function RailItem({ place: { title, icon: Icon, to, pages }, page }: { place: Place; page: Page }) {
  return (
    <a
      className="rail-item"
      href={formatLocation(to)}
      aria-current={pages.includes(page) ? 'page' : undefined}
    >
      <Icon size={20} strokeWidth={1.5} aria-hidden />
      {title}
    </a>
  )
}
