/** A value in whatever unit its stream has (model: ns, cycles, count, bytes). */
import { formatBytes, formatExactBytes } from './bytes.ts'
import { formatDuration, formatExactDuration } from './duration.ts'
import { formatCount, formatExact } from './number.ts'

/** 12.4e6 ns -> '12.4 ms'; 3e9 cycles -> '3 G cycles'; counts as they are. */
export function formatQuantity(value: number, unit: string): string {
  if (unit === 'ns') return formatDuration(value)
  if (unit === 'bytes') return formatBytes(value)
  return unit === 'count' ? formatCount(value) : `${formatCount(value)} ${unit}`
}

export function formatExactQuantity(value: number, unit: string): string {
  if (unit === 'ns') return formatExactDuration(value)
  if (unit === 'bytes') return formatExactBytes(value)
  return unit === 'count' ? formatExact(value) : `${formatExact(value)} ${unit}`
}
