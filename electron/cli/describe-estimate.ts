/** What a capture will cost its host, on one line. */
import type { Estimate } from '../../shared/model/budget.ts'

const count = (value: number): string => Math.round(value).toLocaleString('en')

export const describeEstimate = (estimate: Estimate): string => {
  const { seconds, cpus, rate, events, bytes, probes, tracerCpuPercent, costClass } = estimate
  const { eventsPerThread, microsecondsPerHit } = estimate
  const perCpu = cpus === null && rate !== null ? ' for each CPU (the host is not probed)' : ''
  return [
    `${costClass} cost: ${seconds} s`,
    ...(rate === null || events === null
      ? []
      : [
          `${rate} Hz x ${cpus ?? 1} CPU${cpus === 1 || cpus === null ? '' : 's'}, at most ${count(events)} samples`,
        ]),
    ...(eventsPerThread === null
      ? []
      : [`at most ${count(eventsPerThread)} events a second for each thread`]),
    ...(probes === null
      ? []
      : [`${probes} ${rate === null ? 'probe' : 'timer'}${probes === 1 ? '' : 's'} attached`]),
    ...(bytes === null ? [] : [`at most ${(bytes / 1e6).toFixed(1)} MB on the host`]),
    ...(tracerCpuPercent === null ? [] : [`tracer about ${tracerCpuPercent.toFixed(1)} % of one CPU`]),
    ...(microsecondsPerHit === null ? [] : [`each pass of a probe takes about ${microsecondsPerHit} us`]),
  ]
    .join(', ')
    .concat(perCpu)
}
