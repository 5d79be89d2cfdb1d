import type { RecoveryReport } from '../../shared/contract/library-status.ts'
import { formatExact } from '../format/number.ts'

const captures = (count: number): string => `${formatExact(count)} ${count === 1 ? 'capture' : 'captures'}`

/** '3 captures are as they were, 1 capture has something missing.' */
export const describeRecovery = ({ whole, incomplete, lostCaptures }: RecoveryReport): string => {
  const parts: string[] = []
  if (whole > 0 || incomplete.length + lostCaptures === 0)
    parts.push(`${captures(whole)} ${whole === 1 ? 'is as it was' : 'are as they were'}`)
  if (incomplete.length > 0)
    parts.push(`${captures(incomplete.length)} ${incomplete.length === 1 ? 'has' : 'have'} something missing`)
  if (lostCaptures > 0) parts.push(`${captures(lostCaptures)} ${lostCaptures === 1 ? 'is' : 'are'} lost`)
  return `${parts.join(', ')}.`
}
