/** A line for each format: how many inputs, what became of them, the slowest. */
import type { Report } from './messages.ts'

interface Tally {
  inputs: number
  accepted: number
  refused: number
  failed: number
  slowest: number
  slowestIndex: number
}

export const createSummary = () => {
  const tallies = new Map<string, Tally>()
  let memory = 0
  return {
    add(report: Report) {
      const none = { inputs: 0, accepted: 0, refused: 0, failed: 0, slowest: 0, slowestIndex: -1 }
      const tally = tallies.get(report.format) ?? none
      tallies.set(report.format, tally)
      tally.inputs++
      tally[report.outcome]++
      memory = Math.max(memory, report.memory)
      if (report.ms <= tally.slowest) return
      tally.slowest = report.ms
      tally.slowestIndex = report.index
    },
    lines(): string[] {
      const rows = [...tallies].sort(([a], [b]) => (a < b ? -1 : 1))
      const sum = (of: (tally: Tally) => number) => rows.reduce((total, [, tally]) => total + of(tally), 0)
      return [
        ...rows.map(
          ([format, { inputs, accepted, refused, failed, slowest, slowestIndex }]) =>
            `${format.padEnd(20)} ${inputs} inputs: ${accepted} accepted, ${refused} refused, ${failed} failed; the slowest took ${Math.round(slowest)} ms (number ${slowestIndex})`,
        ),
        `${sum(({ inputs }) => inputs)} inputs, ${sum(({ failed }) => failed)} failed; the process had at most ${Math.round(memory / 1e6)} MB`,
      ]
    },
  }
}
