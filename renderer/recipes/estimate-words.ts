/** What a capture will cost, in words, before the click. */
import type { Estimate, LimitId } from '../../shared/model/budget.ts'
import type { Fact } from '../components/section.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import { formatAmount, formatCount, formatExact, formatPercent } from '../format/number.ts'

/** 'at most 5.88 k samples, 17.8 MB, low cost' */
export const summariseEstimate = ({ cpus, events, bytes, costClass }: Estimate): string =>
  [
    ...(events === null ? [] : [`at most ${formatCount(events)} samples${cpus === null ? ' per CPU' : ''}`]),
    ...(bytes === null || cpus === null ? [] : [formatBytes(bytes)]),
    `${costClass} cost`,
  ].join(', ')

/** `limits`: over which the host stops it */
export function estimateFacts(estimate: Estimate, limits: Record<LimitId, number | null>): Fact[] {
  const budgetBytes = limits.bytes ?? Number.POSITIVE_INFINITY
  const mostCpu = limits['tracer-cpu'] ?? Number.POSITIVE_INFINITY
  const { seconds, cpus, rate, probes, events, eventsPerThread, bytes, tracerCpuPercent } = estimate
  const { microsecondsPerHit } = estimate
  const cpuWords = cpus === null ? 'each CPU (how many it has is not known)' : formatAmount(cpus, 'CPU')
  const perCpu = cpus === null ? ' for each CPU' : ''
  return [
    ...(rate !== null && events !== null
      ? [
          {
            name: 'Samples',
            value: `${rate} Hz × ${cpuWords} × ${seconds} s: at most ${formatCount(events)}${cpus === null ? ' each' : ''}`,
            hint: `${formatExact(events)} samples`,
          },
        ]
      : []),
    ...(eventsPerThread === null
      ? []
      : [{ name: 'Events', value: `at most ${formatCount(eventsPerThread)} a second for each thread` }]),
    ...(probes === null
      ? []
      : [
          {
            name: 'Attached',
            value:
              rate === null ? formatAmount(probes, 'probe') : `${formatAmount(probes, 'timer')}${perCpu}`,
          },
        ]),
    ...(bytes === null
      ? []
      : [
          {
            name: 'On the host',
            value:
              bytes > budgetBytes
                ? `up to ${formatBytes(bytes)}: more than the ${formatBytes(budgetBytes)} after which it stops itself`
                : `at most ${formatBytes(bytes)}${perCpu === '' ? '' : `${perCpu},`} of ${formatBytes(budgetBytes)}`,
            hint: formatExactBytes(bytes),
          },
        ]),
    ...(tracerCpuPercent === null
      ? []
      : [
          {
            name: 'Tracer',
            value: `about ${formatPercent(tracerCpuPercent)} of one CPU, where all CPUs are busy${
              tracerCpuPercent > mostCpu
                ? `: more than the ${formatPercent(mostCpu)} over which the host stops it`
                : ''
            }`,
          },
        ]),
    ...(microsecondsPerHit === null
      ? []
      : [{ name: 'Who passes a probe', value: `waits about ${microsecondsPerHit} µs each time` }]),
  ]
}
