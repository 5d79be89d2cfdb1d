/** Where an axis has its marks, and what stands beside them. */
export interface Tick {
  readonly value: number
  /** '' for a mark without words */
  readonly label: string
}

const timeUnits = [
  { unit: 's', ns: 1e9 },
  { unit: 'ms', ns: 1e6 },
  { unit: 'µs', ns: 1e3 },
  { unit: 'ns', ns: 1 },
] as const

/** 1, 2 or 5 times a power of ten, so that at most `most` steps fit. */
export function niceStep(span: number, most: number): number {
  const rough = span / Math.max(most, 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10
  return step * power
}

/** Ticks of a linear time axis in ns, all in the one unit that the last of them reads best in. */
export function timeTicks(from: number, to: number, most: number): Tick[] {
  if (!(to > from)) return []
  const step = Math.max(niceStep(to - from, most), 1)
  const { unit, ns } = timeUnits.find((candidate) => to >= candidate.ns && step >= candidate.ns / 1e4) ?? {
    unit: 'ns',
    ns: 1,
  }
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / ns) - 1e-9))
  const ticks: Tick[] = []
  for (let index = Math.ceil(from / step); index * step <= to; index += 1) {
    ticks.push({ value: index * step, label: `${((index * step) / ns).toFixed(decimals)} ${unit}` })
  }
  return ticks
}

const round = (value: number): string => String(Number(value.toPrecision(3)))

/** A duration on a log axis: '10 µs', '1 ms'. */
export function durationLabel(ns: number): string {
  const { unit, ns: size } = timeUnits.find((candidate) => ns >= candidate.ns * 0.9999) ?? {
    unit: 'ns',
    ns: 1,
  }
  return `${round(ns / size)} ${unit}`
}

/** Decades with words, 2..9 between them without, until there are too many decades. */
export function logTicks(from: number, to: number, label: (value: number) => string = durationLabel): Tick[] {
  if (!(from > 0 && to > from)) return []
  const first = Math.floor(Math.log10(from))
  const last = Math.ceil(Math.log10(to))
  const narrow = last - first <= 2
  const ticks: Tick[] = []
  for (let power = first; power <= last; power += 1) {
    for (let digit = 1; digit <= 9; digit += 1) {
      const value = digit * 10 ** power
      if (value < from * (1 - 1e-9) || value > to * (1 + 1e-9)) continue
      const named = digit === 1 || (narrow && (digit === 2 || digit === 5))
      ticks.push({ value, label: named ? label(value) : '' })
    }
  }
  return ticks
}

/** From nothing on a linear axis, each with words; in ns all in one unit. */
export function linearTicks(
  to: number,
  most: number,
  unit: string,
  label: (value: number) => string,
): Tick[] {
  if (!(to > 0)) return []
  if (unit === 'ns') return timeTicks(0, to, most)
  const step = niceStep(to, most)
  return Array.from({ length: Math.floor(to / step + 1e-9) + 1 }, (_, index) => ({
    value: index * step,
    label: label(index * step),
  }))
}

const compact = (value: number): string =>
  value >= 1e9
    ? `${round(value / 1e9)} G`
    : value >= 1e6
      ? `${round(value / 1e6)} M`
      : value >= 1e3
        ? `${round(value / 1e3)} k`
        : round(value)

/** A count axis from 0, or from 1 when it is logarithmic. */
export function countTicks(most: number, scale: 'linear' | 'log', steps: number): Tick[] {
  if (!(most > 0)) return []
  if (scale === 'log') {
    const decades = Math.max(1, Math.ceil(Math.log10(most)))
    const stride = Math.max(1, Math.ceil(decades / Math.max(steps, 1)))
    const ticks: Tick[] = []
    for (let power = 0; 10 ** power <= most; power += stride) {
      ticks.push({ value: 10 ** power, label: compact(10 ** power) })
    }
    return ticks
  }
  const step = Math.max(1, niceStep(most, steps))
  const ticks: Tick[] = []
  for (let value = 0; value <= most; value += step) ticks.push({ value, label: compact(value) })
  return ticks
}
