import { type LimitId, type Limits, limitIds, MAX_LIMIT } from '../../shared/model/budget.ts'
import { UsageError } from '../usage-error.ts'

const steps = { '': 1, k: 1e3, M: 1e6, G: 1e9 } as const

/** LIMIT=NUMBER, each once; 'none' is no limit. Throws a UsageError. */
export const readLimits = (pairs: readonly string[]): Limits => {
  const limits: Limits = {}
  for (const pair of pairs) {
    const match = /^([a-z-]+)=(?:none|(\d{1,12}(?:\.\d{1,3})?)([kMG]?))$/.exec(pair)
    const id: LimitId | undefined = limitIds.find((known) => known === match?.[1])
    if (!match || id === undefined)
      throw new UsageError(
        `--budget takes LIMIT=NUMBER (or LIMIT=none), not "${pair}". There are: ${limitIds.join(', ')}.`,
      )
    if (Object.hasOwn(limits, id)) throw new UsageError(`--budget ${id} is given twice.`)
    const value =
      match[2] === undefined ? null : Number(match[2]) * steps[(match[3] ?? '') as keyof typeof steps]
    if (value === 0 || (value ?? 0) > MAX_LIMIT) throw new UsageError(`--budget ${id} must be above 0.`)
    if (value === null && id === 'bytes')
      throw new UsageError('--budget bytes must be a number: a spool needs a limit.')
    limits[id] = value
  }
  return limits
}
