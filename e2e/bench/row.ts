/** One line of the table: what was measured, what it must reach, whether it does. */
export interface Row {
  readonly what: string
  readonly measured: string
  readonly must: string
  /** null: measured for information */
  readonly holds: boolean | null
  /** for results.json: every figure by name, in the unit that its name ends with */
  readonly figures: Readonly<Record<string, number>>
}

/** A group of rows that share their preparation. */
export type Measure = (scale: number) => Promise<Row[]> | Row[]

/** Milliseconds. */
export const timed = <T>(work: () => T): { ms: number; value: T } => {
  const start = performance.now()
  const value = work()
  return { ms: performance.now() - start, value }
}

/** Milliseconds, waiting included. */
export const timedAsync = async <T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> => {
  const start = performance.now()
  const value = await work()
  return { ms: performance.now() - start, value }
}

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)] ??
  Number.NaN

export const megabytesPerSecond = (bytes: number, ms: number): number => bytes / 1e6 / (ms / 1000)

export const round = (value: number): number => Number(value.toPrecision(3))
