import type { CostClass } from '../../shared/model/cost-class.ts'
import type { Recipe } from '../../shared/model/recipe.ts'
import { Badge } from '../components/badge.tsx'

const tones = { low: 'success', medium: 'warning', high: 'danger' } as const

/** `costClass`: of the parameters that are chosen; absent: of the recipe */
export const CostBadge = ({
  recipe,
  costClass = recipe.costClass,
}: {
  recipe: Recipe
  costClass?: CostClass
}) => (
  <Badge tone={tones[costClass]} title={recipe.costNote}>
    {costClass} cost
  </Badge>
)
