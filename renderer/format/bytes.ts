/** Amounts of data, in powers of 1000 as disks and networks count them. */
import type { Bytes } from '../../shared/units/units.ts'
import { formatExact, formatInSteps } from './number.ts'

const steps = [
  { size: 1, unit: 'B' },
  { size: 1e3, unit: 'kB' },
  { size: 1e6, unit: 'MB' },
  { size: 1e9, unit: 'GB' },
  { size: 1e12, unit: 'TB' },
]

/** 1 432 110 -> '1.43 MB' */
export const formatBytes = (bytes: Bytes): string => formatInSteps(bytes, steps)

/** '1,432,110 bytes' */
export const formatExactBytes = (bytes: Bytes): string =>
  `${formatExact(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
