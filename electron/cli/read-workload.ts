/** The command that is run on the host beside the tool, as it stands on the command line. */
import { type WorkloadRequest, workloadRequestSchema } from '../../shared/model/workload.ts'
import { parseInteger, UsageError } from '../usage-error.ts'

export interface WorkloadFlags {
  readonly workload?: string | undefined
  readonly 'workload-after'?: string | undefined
  readonly 'stop-with-workload'?: boolean | undefined
  readonly 'workload-to-its-end'?: boolean | undefined
  readonly 'workload-as-root'?: boolean | undefined
}

/** Null: there is none. Throws a UsageError. */
export const readWorkload = (flags: WorkloadFlags): WorkloadRequest | null => {
  const { workload: command, 'workload-after': after } = flags
  if (command === undefined) {
    const [alone] = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [name]))
    if (alone !== undefined) throw new UsageError(`--${alone} has a meaning with --workload only.`)
    return null
  }
  const read = workloadRequestSchema.safeParse({
    command,
    ...(after === undefined ? {} : { startAfterSeconds: parseInteger(after, '--workload-after', 0, 86_400) }),
    ...(flags['stop-with-workload'] ? { stopWhenDone: true } : {}),
    ...(flags['workload-to-its-end'] ? { toItsOwnEnd: true } : {}),
    ...(flags['workload-as-root'] ? { asRoot: true } : {}),
  })
  if (read.success) return read.data
  throw new UsageError(`--workload: ${read.error.issues[0]?.message ?? 'it cannot be read'}.`)
}
