/**
 * One recipe on several hosts, from one moment on. Each host's capture starts as any other does, but waits twice for
 * the others: when its preflight is passed, and when its supervisor waits; then all are told the moment, each by its
 * own clock.
 */
import type { TogetherRequest } from '../../../shared/contract/capture-request.ts'
import { cancellation, isCancellation, isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { TogetherRow } from '../../../shared/model/capture-group.ts'
import type { Host } from '../../../shared/model/host.ts'
import { withLongDuration } from '../../../shared/model/long-duration.ts'
import type { CaptureContext } from '../capture/capture-context.ts'
import { newCaptureId } from '../capture/capture-id.ts'
import { defaultName } from '../capture/describe-capture.ts'
import { startCapture } from '../capture/start-capture.ts'
import type { StartGate } from '../capture/start-gate.ts'
import { toStoredError } from '../capture/stored-error.ts'
import { checkParameters } from '../recipes/check-parameters.ts'
import { createSlots } from '../transport/slots.ts'
import { createOurClock } from './our-clock.ts'
import { createRelease } from './release.ts'
import { createRendezvous } from './rendezvous.ts'

/** Logins at once: a server hangs up on one that waits for its password for two minutes, and a person answers one by one. */
const connectingAtOnce = 8
/** What the hosts wait for each other. */
const waitSeconds = 120

export interface TogetherCall {
  readonly signal: AbortSignal
  readonly onRows: (rows: readonly TogetherRow[]) => void
}

export interface StartedTogether {
  readonly groupId: string
  readonly rows: readonly TogetherRow[]
}

/**
 * Resolves when the tools run on all hosts that could. Rejects with capture.not-together when none could, or not all
 * and it was all or nothing; cancelled before, nothing is left anywhere.
 */
export const startTogether = async (
  context: CaptureContext,
  request: TogetherRequest,
  call: TogetherCall,
): Promise<StartedTogether> => {
  const { library, recipes } = context
  const { hostIds, allOrNothing = false, ...common } = request
  const recipe = recipes.get(request.recipeId)
  checkParameters(request.detached ? withLongDuration(recipe) : recipe, request.parameters)
  const hosts: Host[] = []
  for (const hostId of hostIds) hosts.push(await library.getHost(hostId))
  const now = Date.now()
  const groupId = newCaptureId(now)
  const name = request.name.trim() || defaultName(recipe, now)
  const ref = { id: groupId, name, size: hosts.length }
  const giveUp = new AbortController()
  const signal = AbortSignal.any([call.signal, giveUp.signal])
  const rows = createRows(hosts, call.onRows)
  const passed = createRendezvous(hosts.length)
  const connecting = createSlots(connectingAtOnce)
  const release = createRelease({
    ...{ library, clock: createOurClock(), count: hosts.length, pollMs: context.times.pollMs },
    onPlan: (plannedAt) => library.planGroup(groupId, plannedAt),
  })

  const startOn = async ({ id: hostId }: Host, position: number): Promise<void> => {
    const gate: StartGate = {
      group: { id: groupId, name, position },
      ref,
      waitSeconds,
      onRow: (captureId) => rows.change(position, { captureId }),
      async connect(open, own) {
        using _place = await connecting.take(own)
        return open()
      },
      passPreflight: (own) => {
        rows.change(position, { state: 'ready', step: 'can do it; waiting for the others' })
        return passed.arrive(position, own)
      },
      release: (prepared) =>
        release.start(position, {
          ...prepared,
          onStep: (step) => rows.change(position, { state: 'working', step }),
          onWaiting: () => rows.change(position, { state: 'ready', step: 'waiting to be told when' }),
        }),
    }
    const onStep = (step: string) => rows.change(position, { state: 'working', step })
    try {
      await startCapture(context, { ...common, hostId, name }, { signal, onStep }, gate)
      rows.change(position, { state: 'started', step: 'recording' })
    } catch (error) {
      passed.leave(position)
      release.leave(position)
      if (isCancellation(error)) {
        rows.change(position, { state: 'cancelled', step: 'called off', captureId: null })
        return
      }
      rows.change(position, { state: 'failed', step: 'failed', error: toStoredError(error) })
      if (!isExpected(error)) throw error
      if (allOrNothing) giveUp.abort(cancellation())
    }
  }

  const outcomes = await Promise.allSettled(hosts.map(startOn))
  const bug = outcomes.find((outcome) => outcome.status === 'rejected')
  if (bug) throw bug.reason
  if (call.signal.aborted) {
    for (const { captureId } of rows.all()) if (captureId !== null) await library.eraseCapture(captureId)
    context.emit('captures.changed', { captureIds: rows.ids() })
    throw cancellation()
  }
  const failed = rows.all().filter(({ error }) => error !== null)
  if (giveUp.signal.aborted) throw notTogether(failed, hosts.length)
  if (!rows.all().some(({ state }) => state === 'started')) {
    // each was called off by itself
    if (failed.length === 0) throw cancellation()
    throw noneStarted(failed, hosts.length)
  }
  return { groupId, rows: rows.all() }
}

const createRows = (hosts: readonly Host[], onRows: TogetherCall['onRows']) => {
  let rows: readonly TogetherRow[] = hosts.map(({ id, label }) => ({
    ...{ hostId: id, hostLabel: label, captureId: null },
    ...{ state: 'waiting' as const, step: 'waiting for its turn', error: null },
  }))
  return {
    all: () => rows,
    ids: () => rows.flatMap(({ captureId }) => captureId ?? []),
    change(position: number, change: Partial<TogetherRow>) {
      rows = rows.map((row, index) => (index === position ? { ...row, ...change } : row))
      onRows(rows)
    },
  }
}

const notTogether = (failed: readonly TogetherRow[], hosts: number) =>
  refusalOf(
    `Nothing was started, because it was to be all of them or none. ${failed.map(whyOf).join(' ')}`,
    failed,
    hosts,
  )

const noneStarted = (failed: readonly TogetherRow[], hosts: number) =>
  refusalOf(
    `None of the ${hosts} hosts could start. ${failed.slice(0, 1).map(whyOf).join('')}`,
    failed,
    hosts,
  )

const whyOf = ({ hostLabel, error }: TogetherRow): string => `${hostLabel}: ${error?.message ?? ''}`

const refusalOf = (message: string, failed: readonly TogetherRow[], hosts: number) =>
  new SmokejumperError({
    code: 'capture.not-together',
    message,
    remedy: failed[0]?.error?.remedy ?? 'Look at each host, then start again.',
    facts: { hosts, failed: failed.map(({ hostLabel }) => hostLabel).join(', ') },
  })
