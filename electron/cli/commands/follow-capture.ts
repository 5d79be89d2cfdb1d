/** Waits for the end of a capture that runs, with Ctrl-C for Stop, and says what it is then. */
import type { EngineClient } from '../../../shared/contract/engine.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import {
  type CaptureDetail,
  type CaptureProgress,
  type CaptureSummary,
  captureSummarySchema,
  isActive,
} from '../../../shared/model/capture.ts'
import type { Workload } from '../../../shared/model/workload.ts'
import { printable, printableLine } from '../printable.ts'
import type { Terminal } from '../terminal.ts'
import { type CommandContext, printJson } from './command-context.ts'

const EXIT_INTERRUPTED = 130

export interface Followed {
  readonly captureId: string
  readonly json: boolean
  /** that it goes on on its host is what was asked for */
  readonly partial?: boolean
}

/** Gives the exit status: 0 when it is done, 1 when it is not, 130 when it was left. */
export const followCapture = async (
  { captureId, json, partial = false }: Followed,
  context: CommandContext,
): Promise<number> => {
  const { client, terminal, interrupts, joined = false } = context
  const left = Promise.withResolvers<null>()
  const stopping = Promise.withResolvers<never>()
  interrupts.takeOver((count) => {
    if (count > 1) {
      left.resolve(null)
      return
    }
    terminal.note(
      `Stopping; what was recorded is kept. Ctrl-C again leaves it to the ${joined ? 'workbench' : 'host'}.`,
    )
    client.call('captures.stop', { captureId }).catch((error: unknown) => {
      // It ended by itself in that very moment.
      if (!(error instanceof SmokejumperError && error.code === 'capture.not-running')) stopping.reject(error)
    })
  })
  const stopShowing = client.on('capture.progress', (progress) => {
    if (progress.captureId === captureId) terminal.showStatus(describeProgress(progress))
  })
  try {
    const detail = await Promise.race([waitForEnd(client, captureId), left.promise, stopping.promise])
    if (detail !== null) return await reportEnd(detail, { json, partial }, terminal)
  } finally {
    stopShowing()
  }
  terminal.note(
    joined
      ? `Left ${captureId}: it goes on in the workbench.`
      : `Left ${captureId}: the host ends it, and keeps it for "smokejumper collect ${captureId}".`,
  )
  if (json) await printJson(terminal, { left: captureId })
  return EXIT_INTERRUPTED
}

const waitForEnd = (client: EngineClient, captureId: string): Promise<CaptureDetail> => {
  const ended = Promise.withResolvers<CaptureDetail>()
  const look = (): void => {
    client.call('captures.get', { captureId }).then((detail) => {
      if (!isActive(detail.state)) ended.resolve(detail)
    }, ended.reject)
  }
  const stop = client.on('captures.changed', ({ captureIds }) => {
    if (captureIds.includes(captureId)) look()
  })
  look()
  return ended.promise.finally(stop)
}

const describeProgress = (progress: CaptureProgress): string => {
  const { phase, elapsedSeconds, plannedSeconds, bytes, tracerCpuSeconds, connection } = progress
  const lost = connection === 'lost' ? 'connection lost, trying again; ' : ''
  return printableLine(
    `${lost}${phase}: ${elapsedSeconds.toFixed(0)} of ${plannedSeconds} s, ${(bytes / 1e6).toFixed(1)} MB, tracer ${tracerCpuSeconds.toFixed(2)} s CPU`,
  )
}

const reportEnd = async (
  detail: CaptureDetail,
  { json, partial }: { json: boolean; partial: boolean },
  terminal: Terminal,
): Promise<number> => {
  const summary = captureSummarySchema.parse(detail)
  const { workload } = detail
  if (json) await printJson(terminal, workload ? { ...summary, workload } : summary)
  else
    await terminal.print(
      printable(`${describeSummary(summary)}${workload ? `${describeWorkload(workload)}\n` : ''}`),
    )
  if (summary.error !== null) {
    terminal.note(printable(`smokejumper: ${summary.error.message}\n${summary.error.remedy}`))
  }
  const goesOn = partial && summary.error?.code === 'capture.detached'
  return summary.state === 'done' || goesOn ? 0 : 1
}

const describeWorkload = ({ state, exitStatus, stoppedFor, stdout, stderr }: Workload): string => {
  if (state === 'waiting') return 'The workload was never started: the capture ended before.'
  const status = exitStatus === null ? 'unknown' : String(exitStatus)
  const wrote = `wrote ${(stdout?.bytes ?? 0).toLocaleString('en')} bytes to stdout and ${(stderr?.bytes ?? 0).toLocaleString('en')} to stderr`
  return `The workload ${stoppedFor === '' ? 'ended' : 'was stopped with the capture'}: exit status ${status}; it ${wrote}`
}

const describeSummary = (summary: CaptureSummary): string => {
  const {
    id,
    name,
    hostLabel,
    recipeId,
    state,
    incomplete,
    duration,
    events,
    lost,
    bytes,
    tracerCpuPercent,
  } = summary
  const seconds = duration === null ? 'of unknown length' : `${(duration / 1e9).toFixed(1)} s`
  const cost = tracerCpuPercent === null ? 'not measured' : `${tracerCpuPercent.toFixed(1)} % of one CPU`
  return [
    `${id}  ${name}`,
    `${recipeId} on ${hostLabel}: ${state}${incomplete ? ', incomplete' : ''}, ${seconds}`,
    `${(events ?? 0).toLocaleString('en')} events, ${lost.toLocaleString('en')} lost, ${bytes.toLocaleString('en')} bytes; the tracer took ${cost}`,
    '',
  ].join('\n')
}
