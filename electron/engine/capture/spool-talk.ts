/**
 * Looks at a spool again and again through one shell that stays on the host. A shell for each look would cost the host
 * more than all else: a login shell with its files, sudo, a channel.
 */
import { randomBytes } from 'node:crypto'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { SpoolRef } from '../library/library.ts'
import type { Transport } from '../transport/transport.ts'
import { unframed } from './framed-output.ts'
import { withVariables } from './host-scripts.ts'
import { type Poll, pollBytes, pollVariables, type Reach, readPoll, runTimeoutMs } from './spool.ts'

/** A shell is replaced after this, so that every wait has an end. */
const longestTalkMs = 12 * 3_600_000
/** One look at most, with its status. */
const mostBytes = pollBytes + 1024 * 1024

export interface SpoolTalk {
  /** As pollSpool. Rejects like it; the next look then begins anew. */
  look(reach: Reach, offset: number): Promise<Poll>
  /** The shell on the host ends. */
  close(): void
}

export const createSpoolTalk = (spool: SpoolRef): SpoolTalk => {
  let open: Shell | null = null
  return {
    async look(reach, offset) {
      if (open?.transport !== reach.transport || open.hasEnded()) {
        open?.end()
        open = openShell(reach, spool)
      }
      const shell = open
      try {
        return await shell.look(offset)
      } catch (error) {
        shell.stop(error)
        throw error
      } finally {
        // others wait for the session that it takes: it queues behind them
        if (shell.isWanted()) shell.end()
      }
    },
    close: () => open?.end(),
  }
}

interface Shell {
  readonly transport: Transport
  look(offset: number): Promise<Poll>
  hasEnded(): boolean
  isWanted(): boolean
  /** asks it to end */
  end(): void
  stop(reason: unknown): void
}

const openShell = (reach: Reach, spool: SpoolRef): Shell => {
  const first = newNonce()
  const stopping = new AbortController()
  const heard = createHearing()
  let isWanted = false
  let hasEnded = false
  let say: (line: string) => void = () => undefined
  const script = withVariables({ nonce: first, stays: 'yes', ...pollVariables(spool, 0) }, reach.scripts.poll)
  const ready = heard.until(`${first} ready\n`)
  reach.transport
    .run(script, {
      timeoutMs: longestTalkMs,
      elevate: reach.elevate,
      signal: AbortSignal.any([stopping.signal, ...(reach.signal ? [reach.signal] : [])]),
      onStdout: heard.hear,
      converse: (line) => {
        say = line
      },
      onWanted: () => {
        isWanted = true
      },
    })
    .then(
      () => heard.fail(null),
      (error: unknown) => heard.fail(error),
    )
    .finally(() => {
      hasEnded = true
    })
  // whoever looks hears of it
  ready.catch(() => undefined)

  const stop = (reason: unknown): void => {
    hasEnded = true
    stopping.abort(reason)
  }
  return {
    transport: reach.transport,
    async look(offset) {
      const timer = setTimeout(() => heard.fail(tookTooLong()), runTimeoutMs)
      try {
        await ready
        const nonce = newNonce()
        const answer = heard.until(`${nonce} end\n`)
        say(`${nonce} ${offset}`)
        return readPoll(await answer, nonce)
      } finally {
        clearTimeout(timer)
      }
    },
    hasEnded: () => hasEnded,
    isWanted: () => isWanted,
    end() {
      if (hasEnded) return
      hasEnded = true
      say('bye')
    },
    stop,
  }
}

/** Letters and digits only; another one for each look: what is traced may hold an earlier one. */
const newNonce = (): string => randomBytes(12).toString('hex')

/** What comes, up to a mark at its end. */
const createHearing = () => {
  let chunks: Uint8Array[] = []
  let total = 0
  let waiting: { mark: Buffer; resolve: (bytes: Buffer) => void; reject: (error: unknown) => void } | null =
    null
  let failure: { error: unknown } | null = null
  const fail = (error: unknown): void => {
    failure ??= { error: error ?? unframed(Buffer.concat(chunks)) }
    waiting?.reject(failure.error)
    waiting = null
  }
  return {
    fail,
    until: (mark: string): Promise<Buffer> => {
      if (failure) return Promise.reject(failure.error)
      chunks = []
      total = 0
      return new Promise((resolve, reject) => {
        waiting = { mark: Buffer.from(mark), resolve, reject }
      })
    },
    hear(bytes: Uint8Array): void {
      chunks.push(bytes)
      total += bytes.length
      if (total > mostBytes) fail(null)
      if (waiting === null || !endsWith(chunks, waiting.mark)) return
      waiting.resolve(Buffer.concat(chunks))
      waiting = null
    },
  }
}

/** The mark may have come in several chunks. */
const endsWith = (chunks: readonly Uint8Array[], mark: Buffer): boolean => {
  let left = mark.length
  for (let index = chunks.length - 1; index >= 0 && left > 0; index--) {
    const chunk = chunks[index] ?? new Uint8Array()
    const length = Math.min(left, chunk.length)
    const tail = chunk.subarray(chunk.length - length)
    if (!mark.subarray(left - length, left).equals(tail)) return false
    left -= length
  }
  return left === 0
}

const tookTooLong = () =>
  new SmokejumperError({
    code: 'ssh.timeout',
    message: `The host did not answer within ${runTimeoutMs / 1000} s.`,
    remedy: 'Try again when the host is less busy.',
    facts: { timeoutMs: runTimeoutMs },
  })
