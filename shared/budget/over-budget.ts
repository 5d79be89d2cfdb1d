/** What a limit is called, and what to do when it was passed. */
import type { BudgetId, BudgetUse, LimitId } from '../model/budget.ts'

/** As headings. */
export const budgetTitles: Readonly<Record<BudgetId, string>> = {
  seconds: 'Time',
  bytes: 'Bytes on the host',
  'tracer-cpu': 'Tracer',
  'bpf-cpu': 'BPF programs in the kernel',
  events: 'Events written',
  lost: 'Lost events',
  'host-busy': 'Host busy',
}

/** What each is a part of. */
export const budgetMeanings: Readonly<Record<BudgetId, string>> = {
  seconds: 'How long it has recorded, of the time that was asked for.',
  bytes: 'All that is in its folder on the host.',
  'tracer-cpu': 'CPU time of the tracer and its supervisor over the last seconds, as percent of one CPU.',
  'bpf-cpu':
    'Time that the tracer’s BPF programs take from whoever passes its probes, as percent of one CPU: counted by the kernel.',
  events: 'By the growth of what the tool writes, over the last seconds.',
  lost: 'As the tool says while it records; perf says it at its end only.',
  'host-busy': 'All CPUs, whatever uses them.',
}

const shown: Readonly<Record<BudgetUse['unit'], (value: number) => string>> = {
  s: (value) => `${value.toFixed(1)} s`,
  bytes: (value) => `${(value / 1e6).toFixed(1)} MB`,
  percent: (value) => `${Number(value.toFixed(value < 10 ? 1 : 0))} %`,
  'per-second': (value) => `${Math.round(value).toLocaleString('en')} events a second`,
  events: (value) => Math.round(value).toLocaleString('en'),
}

/** What went over its limit, as a sentence; null when the host does not say how much it was. */
export const sayOverBudget = (id: LimitId, uses: readonly BudgetUse[]): string | null => {
  const use = uses.find((each) => each.id === id)
  if (use === undefined || use.used === null || use.limit === null) return null
  const used = shown[use.unit](use.used)
  const limit = shown[use.unit](use.limit)
  switch (id) {
    case 'tracer-cpu':
      return `The tracer took ${used} of one CPU; its limit was ${limit}.`
    case 'bpf-cpu':
      return `The tracer’s programs in the kernel took ${used} of one CPU; their limit was ${limit}.`
    case 'events':
      return `The tool wrote about ${used}; the limit was ${limit}.`
    case 'lost':
      return `The tool lost ${used} events; the limit was ${limit}.`
    case 'host-busy':
      return `The host was ${used} busy; the limit was ${limit}.`
    case 'bytes':
      return `It wrote ${used}; the limit was ${limit}.`
  }
}
