import type { Recipe } from '../../shared/model/recipe.ts'
import { Badge } from '../components/badge.tsx'

const tones = { low: 'success', medium: 'warning', high: 'danger' } as const

export const CostBadge = ({ recipe }: { recipe: Recipe }) => (
  <Badge tone={tones[recipe.costClass]} title={recipe.costNote}>
    {recipe.costClass} cost
  </Badge>
)
