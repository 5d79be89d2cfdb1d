/** Where a capture that starts together with others waits for them. */
import type { GroupRef } from '../../../shared/model/group-ref.ts'
import type { NewCapture, SpoolRef } from '../library/library.ts'
import type { Transport } from '../transport/transport.ts'
import type { Reach } from './spool.ts'

export interface Prepared {
  readonly captureId: string
  readonly reach: Reach
  readonly spool: SpoolRef
  readonly signal: AbortSignal
  readonly onStep: (step: string) => void
  /** the row is written before the host is told */
  readonly onTold: () => Promise<void>
}

export interface StartGate {
  readonly group: NonNullable<NewCapture['group']>
  readonly ref: GroupRef
  /** seconds that a host waits to be told its moment; then it throws its spool away */
  readonly waitSeconds: number
  readonly onRow: (captureId: string) => void
  /** connects when it is its turn */
  readonly connect: (open: () => Promise<Transport>, signal: AbortSignal) => Promise<Transport>
  /** resolves when every host that is left has passed its preflight */
  readonly passPreflight: (signal: AbortSignal) => Promise<void>
  /** resolves when the tool was started, all hosts being told one moment */
  readonly release: (prepared: Prepared) => Promise<void>
}
