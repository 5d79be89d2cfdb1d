/** What the runner and the process that tries the inputs say to each other. */

/** To the process: try these, one after the other. */
export interface Batch {
  readonly from: number
  /** exclusive */
  readonly to: number
}

/** From the process, for each input. */
export interface Report {
  readonly index: number
  /** of the fixture that was broken */
  readonly format: string
  readonly outcome: 'accepted' | 'refused' | 'failed'
  /** CPU time */
  readonly ms: number
  /** bytes of the process when it was done */
  readonly memory: number
  /** what went wrong, with the stack; '' */
  readonly problem: string
}

export interface FuzzOptions {
  readonly seed: number
  /** whose fixtures are broken; null: of all */
  readonly format: string | null
}

/** CPU time that an input of some bytes may take, on a slow and busy machine. */
export const allowedMs = (bytes: number): number => 2000 + bytes / 500
/** Bytes that the process may hold when an input was read, whatever was in it. */
export const ALLOWED_MEMORY = 1024 * 1024 * 1024
/** MB of living objects: with more the process ends itself. */
export const ALLOWED_HEAP_MB = 512
/** Wall time without a report after which the process is ended. */
export const HANG_MS = 60_000
