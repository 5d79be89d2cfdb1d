import type { BudgetUse } from '../model/budget.ts'

export interface Extent {
  readonly elapsedSeconds: number
  readonly plannedSeconds: number
  readonly bytes: number
  readonly budgetBytes: number
}

/** Time and bytes, which every capture has a limit of, before what else the host counts. */
export const wholeBudget = (extent: Extent, uses: readonly BudgetUse[]): BudgetUse[] => [
  {
    ...{ id: 'seconds', unit: 's', limit: extent.plannedSeconds, peak: extent.elapsedSeconds },
    // a tool takes a moment to come to its own end
    used: Math.min(extent.elapsedSeconds, extent.plannedSeconds),
  },
  {
    ...{ id: 'bytes', unit: 'bytes', limit: extent.budgetBytes },
    ...{ used: extent.bytes, peak: extent.bytes },
  },
  ...uses,
]
