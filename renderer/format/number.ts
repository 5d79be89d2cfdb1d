/** Numbers as the screen shows them: at most three significant digits. The exact value goes into the title. */

/** 1234.5 -> '1230', 12.34 -> '12.3', 0.001234 -> '0.00123'. No exponent, no trailing zeros. */
export function formatSignificant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '-∞'
  if (value === 0) return '0'
  const magnitude = Math.floor(Math.log10(Math.abs(value)))
  const decimals = Math.min(Math.max(digits - 1 - magnitude, 0), 12)
  const step = 10 ** Math.max(magnitude - digits + 1, 0)
  const text = (Math.round(value / step) * step).toFixed(0)
  if (decimals === 0) return text === '-0' ? '0' : text
  return Number(value.toFixed(decimals)).toString().includes('e')
    ? value.toFixed(decimals)
    : Number(value.toFixed(decimals)).toString()
}

export interface Step {
  readonly size: number
  readonly unit: string
}

/**
 * The largest step that leaves at least 1 after rounding, so that 999 999 is '1 M' and not '1000 k'.
 * @param steps ascending
 */
export function formatInSteps(value: number, steps: readonly Step[]): string {
  const size = Math.abs(value)
  let step = steps[0]!
  for (const next of steps) {
    if (Number(formatSignificant(size / next.size)) >= 1) step = next
  }
  return `${formatSignificant(value / step.size)} ${step.unit}`.trimEnd()
}

const countSteps: readonly Step[] = [
  { size: 1, unit: '' },
  { size: 1e3, unit: 'k' },
  { size: 1e6, unit: 'M' },
  { size: 1e9, unit: 'G' },
  { size: 1e12, unit: 'T' },
]

/** 1 312 400 -> '1.31 M'; up to 999 as they are. */
export const formatCount = (count: number): string => formatInSteps(count, countSteps)

/** 1312400 -> '1,312,400': for titles, where the exact value belongs. */
export const formatExact = (value: number): string => exact.format(value)

// making one takes longer than a hundred uses
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 })

/** A percentage that is one already: 0.8123 -> '0.812 %'. What is not 0 is never shown as 0. */
export function formatPercent(percent: number): string {
  if (percent !== 0 && Math.abs(percent) < 0.01) return percent < 0 ? '> -0.01 %' : '< 0.01 %'
  const decimals = Math.abs(percent) < 1 ? 2 : Math.abs(percent) < 99.95 ? 1 : 0
  // 99.98 must not read as all of it
  if (percent < 100 && percent >= 99.95) return '> 99.9 %'
  return `${Number(percent.toFixed(decimals))} %`
}

/** A share 0..1 as a percentage. */
export const formatShare = (share: number): string => formatPercent(share * 100)

/** 'one sample', '3 samples', '1.31 M samples' */
export const formatAmount = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`
