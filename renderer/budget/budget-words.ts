/** Uses of a budget in words and shares; the same in the running panel, the status bar and the details. */
import type { BudgetUnit, BudgetUse } from '../../shared/model/budget.ts'
import { formatBytes } from '../format/bytes.ts'
import { formatElapsed } from '../format/duration.ts'
import { formatAmount, formatCount, formatPercent } from '../format/number.ts'

const formats: Readonly<Record<BudgetUnit, (value: number) => string>> = {
  s: formatElapsed,
  bytes: formatBytes,
  percent: formatPercent,
  'per-second': (value) => `${formatCount(value)} /s`,
  events: formatCount,
}

export const formatUse = (value: number, unit: BudgetUnit): string => formats[unit](value)

/** '0.8 % of 25 %', '98 %, no limit', 'not measured yet' */
export function describeUse({ used, limit, unit }: BudgetUse): string {
  if (used === null) return limit === null ? 'not measured' : `– of ${formatUse(limit, unit)}`
  return limit === null
    ? `${formatUse(used, unit)}, no limit`
    : `${formatUse(used, unit)} of ${formatUse(limit, unit)}`
}

/** Of the limit; where there is none, of all CPUs for the host, and null for others. */
export function shareOf({ id, used, limit }: BudgetUse): number | null {
  if (used === null) return null
  if (limit !== null) return used / limit
  return id === 'host-busy' ? used / 100 : null
}

export type UseTone = 'calm' | 'near' | 'over'

/** Near from four fifths of the limit on. Time that runs out is no trouble, and what has no limit is none either. */
export function toneOf(use: BudgetUse): UseTone {
  const share = use.limit === null || use.id === 'seconds' ? null : shareOf(use)
  if (share === null || share < 0.8) return 'calm'
  return share > 1 ? 'over' : 'near'
}

/** The one that is nearest to its limit, but for time; null when nothing is measured. */
export function tightest(uses: readonly BudgetUse[]): BudgetUse | null {
  const limited = uses.filter(({ id, limit, used }) => id !== 'seconds' && limit !== null && used !== null)
  return limited.reduce<BudgetUse | null>(
    (worst, use) => (worst === null || (shareOf(use) ?? 0) > (shareOf(worst) ?? 0) ? use : worst),
    null,
  )
}

/** 'one sample', '1.2 k slow calls' of a capture of the recipe with this first view */
export const describeEvents = (events: number, hasStacks: boolean): string =>
  formatAmount(events, hasStacks ? 'sample' : 'slow call')
