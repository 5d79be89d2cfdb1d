/**
 * What each look at a spool tells beside the tool's output: the host's clock, by which markers are placed, and how the
 * command beside the tool fares. Kept in the library, where any process of this machine finds it.
 */

import type { SpoolStatus } from '../capture/spool-status.ts'
import type { WorkloadStatus } from '../capture/workload-job.ts'
import type { Emit } from '../emitter.ts'
import type { Library } from '../library/library.ts'
import { type ClockBounds, errorOf, type HostReading, narrowBounds } from './host-clock.ts'
import type { OurMoment } from './our-moment.ts'

/** The clocks run apart: what was kept is as good as this is long. */
const keepMs = 5000

export interface HostLook {
  readonly sent: OurMoment
  readonly received: OurMoment
  readonly clock: HostReading | null
  readonly status: SpoolStatus | null
}

export interface HostWatch {
  /** Resolves when what is new of it is in the library. */
  see(look: HostLook): Promise<void>
}

type Kept = Pick<Library, 'storeHostClock' | 'updateCapture' | 'addHostMarker'>

export const watchHost = (library: Kept, captureId: string, emit: Emit): HostWatch => {
  let bounds: ClockBounds | null = null
  let kept: ClockBounds | null = null
  let hasAnchors = false
  let told = ''

  const keepClock = async ({ sent, received, clock }: HostLook): Promise<boolean> => {
    if (clock === null) return false
    bounds = narrowBounds(bounds, { sent, received, host: clock })
    if (kept !== null && !isWorthKeeping(bounds, kept)) return false
    kept = bounds
    return (await library.storeHostClock(captureId, bounds)) > 0
  }

  /** Without them a marker has no place on the axis. */
  const keepAnchors = async ({ status }: HostLook): Promise<boolean> => {
    if (hasAnchors || !status || status.anchors.length === 0) return false
    hasAnchors = true
    await library.updateCapture(captureId, { anchors: status.anchors })
    return true
  }

  const keepWorkload = async ({ status }: HostLook): Promise<boolean> => {
    const workload = status?.workload ?? null
    if (workload === null) return false
    const text = JSON.stringify(workload)
    if (text === told) return false
    told = text
    await keepWorkloadStatus(library, captureId, workload)
    return true
  }

  return {
    async see(look) {
      const news = [await keepClock(look), await keepAnchors(look), await keepWorkload(look)]
      if (news.includes(true)) emit('captures.changed', { captureIds: [captureId] })
    },
  }
}

const isWorthKeeping = (bounds: ClockBounds, kept: ClockBounds): boolean =>
  errorOf(bounds) < 0.8 * errorOf(kept) || bounds.ours.monotonic - kept.ours.monotonic > keepMs * 1e6

const keepWorkloadStatus = async (
  library: Kept,
  captureId: string,
  workload: WorkloadStatus,
): Promise<void> => {
  const { state, exitStatus, started, ended, stoppedFor } = workload
  await library.updateCapture(captureId, {
    workload: { state, exitStatus, stoppedFor, started: started?.at ?? null, ended: ended?.at ?? null },
  })
  if (started !== null)
    await library.addHostMarker({
      ...{ captureId, kind: 'workload-start', text: 'Workload started', host: started },
    })
  if (ended !== null)
    await library.addHostMarker({
      ...{ captureId, kind: 'workload-end', text: `Workload ended${howItEnded(workload)}`, host: ended },
    })
}

const howItEnded = ({ exitStatus, stoppedFor }: WorkloadStatus): string =>
  stoppedFor !== '' ? ', stopped' : exitStatus === null ? '' : `, exit status ${exitStatus}`
