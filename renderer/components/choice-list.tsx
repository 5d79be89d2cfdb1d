import { Fragment, type KeyboardEvent, type ReactNode } from 'react'
import { formatLocation, type Location } from '../location/location.ts'
import './choice-list.css'

export interface Choice {
  readonly id: string
  readonly title: string
  readonly text: ReactNode
  readonly badge?: ReactNode
  /** those that follow each other with the same one stand under it; '' or absent: under none */
  readonly heading?: string
  readonly to: Location
}

export interface ChoiceListProps {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly chosen: string | null
}

/** A list of places to go to. Arrows move the focus, Enter goes. */
export function ChoiceList({ label, choices, chosen }: ChoiceListProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const links = [...event.currentTarget.querySelectorAll('a')]
    const at = links.findIndex((link) => link.contains(document.activeElement))
    const next = links[at + step]
    if (next === undefined) return
    event.preventDefault()
    next.focus()
  }
  return (
    <nav aria-label={label} onKeyDown={onKeyDown}>
      <ul className="choice-list">
        {choices.map(({ id, title, text, badge, heading = '', to }, index) => (
          <Fragment key={id}>
            {heading !== '' && heading !== choices[index - 1]?.heading && (
              <li className="choice-heading">{heading}</li>
            )}
            <li>
              <a className="choice" href={formatLocation(to)} aria-current={id === chosen}>
                <span className="choice-line">
                  <span className="choice-title" title={title}>
                    {title}
                  </span>
                  {badge}
                </span>
                <span className="choice-text">{text}</span>
              </a>
            </li>
          </Fragment>
        ))}
      </ul>
    </nav>
  )
}
