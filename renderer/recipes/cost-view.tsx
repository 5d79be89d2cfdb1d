/** What a capture will cost its host, and what stops it. */
import type { ReactNode } from 'react'
import { estimateCapture } from '../../shared/budget/estimate.ts'
import { limitsOf } from '../../shared/budget/with-limits.ts'
import type { Host } from '../../shared/model/host.ts'
import type { ParameterValues, Recipe } from '../../shared/model/recipe.ts'
import { Facts } from '../components/section.tsx'
import { CostBadge } from './cost-badge.tsx'
import { estimateFacts } from './estimate-words.ts'

export interface CostViewProps {
  readonly recipe: Recipe
  readonly values: ParameterValues
  readonly host: Host
  /** the limits */
  readonly children: ReactNode
}

export function CostView({ recipe, values, host, children }: CostViewProps) {
  const estimate = estimateCapture(recipe, values, host.probe?.facts.cpus ?? null)
  return (
    <div className="start-cost">
      {estimate !== null && (
        <>
          <p>
            <CostBadge recipe={recipe} costClass={estimate.costClass} />
          </p>
          <Facts facts={estimateFacts(estimate, limitsOf(recipe))} />
        </>
      )}
      <p className="start-text">{recipe.costNote}</p>
      {children}
    </div>
  )
}
