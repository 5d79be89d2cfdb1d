import { Fragment, type ReactNode } from 'react'
import './section.css'

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="section">
      <h2 className="section-title">{title}</h2>
      {children}
    </section>
  )
}

export interface Fact {
  readonly name: string
  readonly value: ReactNode
  /** the exact value */
  readonly hint?: string
}

/** Names and values, one pair a line. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="facts">
    {facts.map(({ name, value, hint }) => (
      <Fragment key={name}>
        <dt className="facts-name">{name}</dt>
        <dd className="facts-value" title={hint}>
          {value}
        </dd>
      </Fragment>
    ))}
  </dl>
)
