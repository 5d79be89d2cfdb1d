/** Losses that only the tool's stderr or the supervisor tells. */
import type { Loss } from '../../../shared/model/profile.ts'
import type { SpoolStatus } from './spool-status.ts'

/**
 * perf record's own counts. `alreadyCounted`: lost events that the parser found in the output (perf script prints
 * the same records), so that nothing is counted twice.
 */
export const lossesInMessages = (messages: string, alreadyCounted: number): Loss[] => {
  const losses: Loss[] = []
  const chunks = /Processed (\d+) events and lost (\d+) chunks!/.exec(messages)
  const samples = /Processed (\d+) samples and lost ([\d.]+)%!/.exec(messages)
  if (samples) {
    const lost = Math.round((Number(samples[1]) * Number(samples[2])) / 100)
    losses.push({
      kind: 'lost',
      count: alreadyCounted > 0 ? 0 : lost,
      detail: `perf record lost ${samples[2]} % of ${samples[1]} samples: the host could not write them fast enough.`,
    })
  }
  if (chunks) {
    losses.push({
      kind: 'lost',
      count: alreadyCounted > 0 || samples ? 0 : Number(chunks[2]),
      detail: `perf record lost ${chunks[2]} chunks of events among ${chunks[1]}.`,
    })
  }
  const rate = /Maximum frequency rate \((\d[\d']*) Hz\) exceeded, throttling from (\d[\d']*) Hz/.exec(
    messages,
  )
  if (rate) {
    losses.push({
      kind: 'throttled',
      count: 0,
      detail: `The kernel allows ${rate[1]} samples per second, not the ${rate[2]} that were asked for.`,
    })
  }
  return losses
}

/** `skipped`: bytes that the host had dropped before they were taken; how many events that were, nobody knows. */
export const lossesInRotation = (skipped: number): Loss[] =>
  skipped === 0
    ? []
    : [
        {
          kind: 'lost',
          count: 1,
          detail: `${skipped} bytes of output are missing, in whole lines, behind the first or behind what had been collected: the host keeps the newest, and had dropped them before anybody came.`,
        },
      ]

/** What an early end cut off, in a sentence; empty when it came to its planned end or was stopped by hand. */
export const lossesInEnding = (
  status: SpoolStatus,
  plannedSeconds: number,
  targets: readonly number[],
): Loss[] => {
  const after = `after ${status.elapsedSeconds.toFixed(1)} s of the planned ${plannedSeconds} s`
  const truncated = (detail: string): Loss => ({ kind: 'truncated', count: 1, detail })
  const losses: Loss[] = []
  const isEarly = status.elapsedSeconds < plannedSeconds - 0.5
  if (status.ending === 'pid-gone' || (status.ending === 'exit' && isEarly && targets.length > 0)) {
    losses.push(
      truncated(`The chosen processes (${targets.join(', ')}) ended; the capture ends with them, ${after}.`),
    )
  }
  if (status.ending === 'client-gone') {
    losses.push(
      truncated(`The workbench was gone for the grace period; the host stopped the capture ${after}.`),
    )
  }
  if (status.ending === 'budget') losses.push(truncated(`The budget of bytes was used up ${after}.`))
  if (status.ending === 'disk-full') losses.push(truncated(`The host's disk was nearly full ${after}.`))
  if (status.ending === 'supervisor-gone') {
    losses.push(truncated('The supervisor on the host was killed while it recorded.'))
  }
  if (status.ending === 'reboot') {
    losses.push(
      truncated(`The host was restarted ${after}; what it had written to its disk by then is here.`),
    )
  }
  if (status.ending === 'deadline') losses.push(truncated('The tool did not end by itself and was stopped.'))
  if (status.renderEnding !== null) {
    losses.push(
      truncated(`Reading the recording on the host was ended (${status.renderEnding}); its end is missing.`),
    )
  }
  return losses
}
