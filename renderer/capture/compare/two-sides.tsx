/** The same view of both captures, in two columns of equal width: positions compare across. */
import type { ReactNode } from 'react'
import { type Side, SideProvider } from '../side.tsx'
import './two-sides.css'

export interface TwoSidesProps {
  readonly sides: { readonly a: Side; readonly b: Side }
  /** as tall as what is in it, rather than filling its panel */
  readonly flat?: boolean
  readonly children: ReactNode
}

export const TwoSides = ({ sides, flat = false, children }: TwoSidesProps) => (
  <div className={flat ? 'two-sides' : 'two-sides two-sides-filling'}>
    {[sides.a, sides.b].map((side) => (
      <div key={side.key} className="two-sides-side" data-side={side.key}>
        <SideProvider value={side}>{children}</SideProvider>
      </div>
    ))}
  </div>
)
