/** The same view of both captures, in two columns of equal width: positions compare across. */
import { type ReactNode, useMemo } from 'react'
import { InspectProvider, inspectSide, useInspect } from '../inspector/inspect-store.ts'
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
        <OneSide side={side}>{children}</OneSide>
      </div>
    ))}
  </div>
)

function OneSide({ side, children }: { side: Side; children: ReactNode }) {
  const inspect = useInspect()
  const own = useMemo(() => inspectSide(inspect, side.key.toUpperCase()), [inspect, side.key])
  return (
    <InspectProvider value={own}>
      <SideProvider value={side}>{children}</SideProvider>
    </InspectProvider>
  )
}
