/** A capture that this process is busy with: what the status bar shows, and what was asked of it meanwhile. */
import type { CaptureProgress } from '../../../shared/model/capture.ts'

export class ActiveCapture {
  progress: CaptureProgress
  isStopRequested = false
  /** ends everything that is done for it here; what runs on the host goes on */
  readonly abandonment = new AbortController()
  /** settles when nothing is done for it here any more; never rejects */
  finished: Promise<void> = Promise.resolve()
  #publish: (progress: CaptureProgress) => void
  #wake: (() => void) | null = null

  constructor(progress: CaptureProgress, publish: (progress: CaptureProgress) => void) {
    this.progress = progress
    this.#publish = publish
  }

  show(change: Partial<CaptureProgress>): void {
    this.progress = { ...this.progress, ...change }
    this.#publish(this.progress)
  }

  requestStop(): void {
    this.isStopRequested = true
    this.#wake?.()
  }

  /** Ends a wait at once: a lost connection is tried again now. */
  wake(): void {
    this.#wake?.()
  }

  /** Waits, but not when something was asked meanwhile. Rejects with an AbortError when abandoned. */
  async pause(milliseconds: number): Promise<void> {
    const { signal } = this.abandonment
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds)
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    this.#wake = resolve
    try {
      await promise
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      this.#wake = null
    }
  }
}
