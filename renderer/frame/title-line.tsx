/** The line on top of each page: where am I, what can I do, Ctrl-K. */
import { ChevronRight, Search } from 'lucide-react'
import { Fragment, type ReactNode, useEffect } from 'react'
import { useCommandRegistry } from '../commands/commands-context.tsx'
import { formatKey, isMac } from '../commands/keys.ts'
import { Button } from '../components/button.tsx'
import { formatLocation, type Location } from '../location/location.ts'
import './title-line.css'

export interface Crumb {
  readonly title: string
  /** absent for the last: it is here */
  readonly to?: Location
}

export interface TitleLineProps {
  readonly crumbs: readonly Crumb[]
  /** badges behind the last crumb */
  readonly badges?: ReactNode
  readonly actions?: ReactNode
}

export function TitleLine({ crumbs, badges, actions }: TitleLineProps) {
  const registry = useCommandRegistry()
  const here = crumbs.at(-1)?.title ?? ''
  useEffect(() => {
    document.title = here === '' ? 'Smokejumper' : `${here} · Smokejumper`
  }, [here])
  return (
    <header className="title-line">
      <nav className="title-crumbs" aria-label="You are here">
        {crumbs.map((crumb, index) => (
          <Fragment key={index}>
            {index > 0 && <ChevronRight className="title-separator" size={14} aria-hidden />}
            {crumb.to === undefined ? (
              <h1 className="title-crumb title-here" title={crumb.title}>
                {crumb.title}
              </h1>
            ) : (
              <a className="title-crumb" href={formatLocation(crumb.to)} title={crumb.title}>
                {crumb.title}
              </a>
            )}
          </Fragment>
        ))}
        {badges}
      </nav>
      <div className="title-actions">
        {actions}
        <Button
          icon={Search}
          look="quiet"
          title="Search commands, captures and hosts"
          onClick={() => registry.find('palette.open')?.run?.()}
        >
          {formatKey('Mod+K', isMac())}
        </Button>
      </div>
    </header>
  )
}
