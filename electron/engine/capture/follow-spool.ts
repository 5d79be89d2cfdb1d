/** Brings a spool's artifact here by byte offset, through lost connections, until the supervisor has finished. */
import type { ErrorCode } from '../../../shared/errors/codes.ts'
import { isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Recipe } from '../../../shared/model/recipe.ts'
import type { Bytes } from '../../../shared/units/units.ts'
import type { Library, SpoolRef } from '../library/library.ts'
import { ourMoment } from '../markers/our-moment.ts'
import type { HostWatch } from '../markers/watch-host.ts'
import type { Transport } from '../transport/transport.ts'
import type { ActiveCapture } from './active-capture.ts'
import type { HostScripts } from './host-scripts.ts'
import { finishSpool, type Poll, pollBytes, type Reach, requestStop } from './spool.ts'
import type { SpoolStatus } from './spool-status.ts'
import { createSpoolTalk, type SpoolTalk } from './spool-talk.ts'

/** What passes by itself: the connection is tried again after these. */
const passing: readonly ErrorCode[] = [
  'ssh.connection-lost',
  'ssh.timeout',
  'ssh.unreachable',
  'ssh.refused',
  'ssh.unresolved',
  'ssh.not-ssh',
  'connection.closed',
]
const isPassing = (error: unknown): error is SmokejumperError =>
  isExpected(error) && passing.includes(error.code)

export interface FollowTimes {
  readonly pollMs: number
  /** while it records: the supervisor looks once in a second */
  readonly recordingPollMs?: number
  /** how long a lost connection is tried again */
  readonly reconnectMs: number
  readonly longestBackoffMs: number
}
export const followTimes: FollowTimes = {
  pollMs: 500,
  recordingPollMs: 1000,
  reconnectMs: 120_000,
  longestBackoffMs: 10_000,
}

/**
 * The most that is taken of an artifact. The host itself keeps to the budget, twice that while it reads, and what a
 * fast tool writes between two looks: this is for a host that lies.
 */
export const mostBytes = (budgetBytes: Bytes): Bytes => 4 * budgetBytes + 256 * 1024 * 1024

/** So many times that may come of one that goes on in rotation. */
const rotations = 16

/** Seconds without a byte or another status, beyond the longest that a rendering may take, after which nothing more will come. */
const silenceSeconds = 180

/** For so long the supervisor looks twice in a second. */
const busySeconds = 10

export interface Following {
  readonly active: ActiveCapture
  readonly library: Pick<Library, 'appendArtifact'>
  readonly scripts: HostScripts
  readonly spool: SpoolRef
  readonly artifactId: number
  /** bytes that are here already */
  readonly received: number
  /** written before what follows is taken: bytes that the host had dropped, so far */
  readonly onSkipped: (skipped: number) => Promise<void>
  /** resolves with 'goes on' when all that is there by now is here */
  readonly untilNow?: boolean
  readonly open: () => Promise<Transport>
  readonly times: FollowTimes
  readonly budget: Recipe['budget']
  /** sees what each look tells of the host */
  readonly watch: HostWatch
  /** called for each status; phases are told apart by its state */
  readonly onStatus: (status: SpoolStatus) => void
}

export interface Followed {
  readonly status: SpoolStatus
  readonly received: number
  /** bytes that the host had dropped before they were taken */
  readonly skipped: number
  readonly reach: Reach
  /** Does something on the host, again where the connection is lost meanwhile: it must be good to be done twice. */
  readonly persist: <T>(work: (reach: Reach) => Promise<T>) => Promise<T>
}

/**
 * Resolves when the supervisor has finished and all bytes are here. Rejects with capture.connection-lost when the
 * host stays away, capture.spool-gone when there is nothing to come back to, an AbortError when abandoned.
 */
export const followSpool = async (following: Following): Promise<Followed | 'goes on'> => {
  const talk = createSpoolTalk(following.spool)
  try {
    return await followThrough(following, talk)
  } finally {
    talk.close()
  }
}

const followThrough = async (following: Following, talk: SpoolTalk): Promise<Followed | 'goes on'> => {
  const { active, times, budget } = following
  let { received } = following
  let skipped = following.spool.skipped ?? 0
  // not the wall clock, which may be set
  let lastSeen = performance.now()
  let lastNews = { at: lastSeen, text: '' }
  let backoff = times.pollMs
  const once = { stopSent: false, takenOver: false }
  for (;;) {
    try {
      const reach = await reachHost(following)
      const step = await followOnce(following, talk, reach, { received, skipped }, once)
      lastSeen = performance.now()
      backoff = times.pollMs
      received = step.received
      skipped = step.skipped
      active.show({ connection: 'up', received })
      if (step.finished) {
        const persist: Followed['persist'] = (work) => persistOnHost(following, work)
        return { status: step.finished, received, skipped, reach, persist }
      }
      if (following.untilNow && !step.hasMore && step.status?.supervisorRuns) return 'goes on'
      if (received > mostBytes(budget.bytes) * (following.spool.rotates ? rotations : 1))
        throw tooMuch(received, budget.bytes)
      const text = `${received} ${JSON.stringify(step.status)}`
      if (text !== lastNews.text) lastNews = { at: lastSeen, text }
      if (lastSeen - lastNews.at > (budget.renderSeconds + silenceSeconds) * 1000)
        throw silent(following.spool)
      if (!step.hasMore) await active.pause(pauseMs(times, step.status))
    } catch (error) {
      if (!isPassing(error)) throw error
      active.show({ connection: 'lost' })
      if (performance.now() - lastSeen >= times.reconnectMs) throw connectionLost(error, lastSeen)
      await active.pause(backoff)
      backoff = Math.min(backoff * 2, times.longestBackoffMs)
    }
  }
}

/** Seldom in the middle of a recording; often at its begin, where nothing is known yet, and behind it. */
const pauseMs = ({ pollMs, recordingPollMs = pollMs }: FollowTimes, status: SpoolStatus | null): number =>
  status?.state === 'recording' && status.elapsedSeconds > busySeconds ? recordingPollMs : pollMs

const persistOnHost = async <T>(following: Following, work: (reach: Reach) => Promise<T>): Promise<T> => {
  const { active, times } = following
  const began = performance.now()
  for (let backoff = times.pollMs; ; backoff = Math.min(backoff * 2, times.longestBackoffMs)) {
    try {
      const result = await work(await reachHost(following))
      active.show({ connection: 'up' })
      return result
    } catch (error) {
      if (!isPassing(error)) throw error
      active.show({ connection: 'lost' })
      if (performance.now() - began >= times.reconnectMs) throw connectionLost(error, began)
      await active.pause(backoff)
    }
  }
}

const reachHost = async (following: Following): Promise<Reach> => ({
  transport: await following.open(),
  scripts: following.scripts,
  elevate: following.spool.elevated,
  signal: following.active.abandonment.signal,
})

interface Taken {
  /** bytes of the artifact that are here */
  readonly received: number
  /** bytes of the host's that never will be */
  readonly skipped: number
}

interface Step extends Taken {
  readonly hasMore: boolean
  readonly finished: SpoolStatus | null
  readonly status: SpoolStatus | null
}

const followOnce = async (
  following: Following,
  talk: SpoolTalk,
  reach: Reach,
  before: Taken,
  once: { stopSent: boolean; takenOver: boolean },
): Promise<Step> => {
  const { active, spool, watch, onStatus } = following
  if (active.isStopRequested && !once.stopSent) {
    await requestStop(reach, spool)
    once.stopSent = true
  }
  const sent = ourMoment()
  const poll = await talk.look(reach, before.received + before.skipped)
  const received = ourMoment()
  if (poll.gone) throw spoolGone(spool, poll.bootId)
  const taken = await take(following, before, poll)
  const { status } = poll
  const isShort = status !== null && taken.received + taken.skipped < status.artifactBytes
  const hasMore = poll.data.length === pollBytes || (isShort && taken.received > before.received)
  if (status) onStatus(status)
  await watch.see({ sent, received, clock: poll.clock, status })
  if (status?.state === 'finished') return { ...taken, hasMore, finished: hasMore ? null : status, status }
  if (!status?.supervisorRuns) {
    if (once.takenOver) throw supervisorGone(spool)
    once.takenOver = true
    await finishSpool(reach, spool)
  }
  return { ...taken, hasMore, finished: null, status }
}

/** What one look has brought, into the library. */
const take = async (
  { library, artifactId, spool, onSkipped }: Following,
  { received, skipped }: Taken,
  { data, dataFrom, status }: Extract<Poll, { gone: false }>,
): Promise<Taken> => {
  // what the host can drop meanwhile is taken in whole lines, so that what follows a gap begins one
  const bytes = spool.rotates && status?.state !== 'finished' ? wholeLines(data) : data
  if (bytes.length === 0) return { received, skipped }
  const gap = spool.rotates && dataFrom !== null ? Math.max(0, dataFrom - received - skipped) : 0
  if (gap > 0) await onSkipped(skipped + gap)
  return { received: await library.appendArtifact(artifactId, received, bytes), skipped: skipped + gap }
}

/** All of it where it is one long line. */
const wholeLines = (data: Uint8Array): Uint8Array => {
  const end = data.lastIndexOf(0x0a) + 1
  if (end === 0) return data.length === pollBytes ? data : new Uint8Array()
  return end === data.length ? data : data.slice(0, end)
}

const connectionLost = (cause: SmokejumperError, lastSeen: number) =>
  new SmokejumperError({
    code: 'capture.connection-lost',
    message: `The connection was lost ${Math.round((performance.now() - lastSeen) / 1000)} s ago and did not come back: ${cause.message}`,
    remedy: 'When the host can be reached again, collect the capture: what it recorded waits there.',
    facts: { lastError: cause.code },
    cause,
  })

const spoolGone = (spool: SpoolRef, bootId: string) =>
  new SmokejumperError({
    code: 'capture.spool-gone',
    message: `The spool ${spool.directory} is not on the host any more: ${
      bootId !== '' && spool.hostBootId !== '' && bootId !== spool.hostBootId
        ? 'the host was restarted, and did not keep it'
        : 'it was removed there'
    }.`,
    remedy: 'What had arrived is kept. Capture again for the rest.',
    facts: { directory: spool.directory },
  })

const tooMuch = (received: Bytes, budgetBytes: Bytes) =>
  new SmokejumperError({
    code: 'capture.over-budget',
    message: `The host sent ${received} bytes, far more than the capture's budget of ${budgetBytes}, and more is coming. No more is taken.`,
    remedy: 'What had arrived is kept. Discard the rest on the host, and look at what writes there.',
    facts: { received, budgetBytes },
  })

const silent = (spool: SpoolRef) =>
  new SmokejumperError({
    code: 'capture.spool',
    message: `The supervisor on the host runs, but has neither sent nor said anything new for minutes; the spool is ${spool.directory}.`,
    remedy: 'Look at the host: the tool may hang in the kernel, or the disk. Then collect the capture again.',
    facts: { directory: spool.directory },
  })

const supervisorGone = (spool: SpoolRef) =>
  new SmokejumperError({
    code: 'capture.spool',
    message: `The supervisor on the host ended twice without finishing; the spool ${spool.directory} is still there.`,
    remedy: 'Look for what kills processes on the host (memory?), then collect the capture again.',
    facts: { directory: spool.directory },
  })
