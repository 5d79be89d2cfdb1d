/** The command to be run meanwhile, as it is typed, and what it means. */
import type { WorkloadRequest } from '../../shared/model/workload.ts'

export interface WorkloadTexts {
  /** '': none */
  readonly command: string
  /** seconds */
  readonly after: string
  readonly stops: boolean
  readonly ownEnd: boolean
  readonly asRoot: boolean
}

export const noWorkload: WorkloadTexts = {
  command: '',
  after: '0',
  stops: false,
  ownEnd: false,
  asRoot: false,
}

export interface ReadWorkload {
  /** null: there is none, or it is wrong */
  readonly workload: WorkloadRequest | null
  readonly errors: Partial<Readonly<Record<'command' | 'after', string>>>
}

const LONGEST = 86_400

export function readWorkloadTexts({ command, after, stops, ownEnd, asRoot }: WorkloadTexts): ReadWorkload {
  if (command.trim() === '') return { workload: null, errors: {} }
  const seconds = /^\s*\d{1,6}\s*$/.test(after) ? Number(after) : Number.NaN
  if (!(seconds <= LONGEST))
    return { workload: null, errors: { after: 'A whole number of seconds, up to a day' } }
  return {
    workload: {
      command: command.trim(),
      ...(seconds > 0 ? { startAfterSeconds: seconds } : {}),
      ...(stops ? { stopWhenDone: true } : {}),
      ...(ownEnd ? { toItsOwnEnd: true } : {}),
      ...(asRoot ? { asRoot: true } : {}),
    },
    errors: {},
  }
}
