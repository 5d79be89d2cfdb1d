/** A ladder as it is shown: each rung of the recipe with what was taken on it, and what lies beside the rungs. */
import { nextRung, onRung, rungOf, smallerRung } from '../../shared/budget/rungs.ts'
import { ownLimits } from '../../shared/budget/with-limits.ts'
import type { LadderRow } from '../../shared/contract/ladder.ts'
import type { Estimate, Limits } from '../../shared/model/budget.ts'
import type { CaptureDetail, CaptureSummary } from '../../shared/model/capture.ts'
import { isActive } from '../../shared/model/capture.ts'
import type { ParameterValues, Recipe, Rung } from '../../shared/model/recipe.ts'
import { describeEvents } from '../budget/budget-words.ts'
import { formatCount, formatPercent } from '../format/number.ts'

export interface LadderStep {
  readonly title: string
  readonly note: string
  /** taken on it, the last one; null: not yet */
  readonly row: LadderRow | null
  readonly isCurrent: boolean
  /** the one that is one click away */
  readonly isNext: boolean
}

/** The recipe's rungs in their order; settings of one's own stand where they were taken. */
export function ladderSteps(recipe: Recipe, rows: readonly LadderRow[], currentId: string): LadderStep[] {
  const { rungs = [] } = recipe
  const current = rows.find(({ capture }) => capture.id === currentId)
  const next = current ? rungAfter(recipe, current.capture, current.parameters) : null
  const taken = new Map<number, LadderRow>()
  const own: LadderRow[] = []
  for (const row of rows) {
    const at = rungOf(recipe, row.parameters)
    if (at === null) own.push(row)
    // the current one, where a rung was taken more than once
    else if (taken.get(at)?.capture.id !== currentId) taken.set(at, row)
  }
  const steps: LadderStep[] = rungs.map((rung, index) => {
    const row = taken.get(index) ?? null
    return {
      ...{ title: rung.title, note: rung.note, row },
      isCurrent: row?.capture.id === currentId,
      isNext: rung === next,
    }
  })
  const before = next === null ? steps.length : rungs.indexOf(next)
  const ownSteps = own.map((row) => ({
    ...{ title: 'Own settings', note: describeParameters(recipe, row.parameters), row },
    ...{ isCurrent: row.capture.id === currentId, isNext: false },
  }))
  return [...steps.slice(0, before), ...ownSteps, ...steps.slice(before)]
}

/** '20 s, 49 Hz, fp' */
const describeParameters = (recipe: Recipe, values: ParameterValues): string =>
  recipe.parameters
    .flatMap(({ id, type, ...rest }) => {
      const value = values[id]
      if (type === 'pids' || value === undefined) return []
      return [`${value}${'unit' in rest ? ` ${rest.unit}` : ''}`]
    })
    .join(', ')

/** 'tracer 0.82 %, kernel 1.2 %, 412 samples, none lost'; what it is now where it is not finished. */
export function describeTaken(recipe: Recipe, { capture, bpf }: LadderRow): string {
  const { state, tracerCpuPercent, events, lost, error } = capture
  if (isActive(state)) return state
  const parts = [
    ...(isOverBudget({ error }) ? ['stopped over its budget'] : []),
    ...(tracerCpuPercent === null ? [] : [`tracer ${formatPercent(tracerCpuPercent)}`]),
    ...(bpf === undefined || bpf.wallSeconds === 0
      ? []
      : [`in the kernel ${formatPercent((100 * bpf.cpuSeconds) / bpf.wallSeconds)}`]),
    ...(events === null ? [] : [describeEvents(events, recipe.firstView === 'flame')]),
    ...(events === null ? [] : [lost === 0 ? 'none lost' : `${formatCount(lost)} lost`]),
  ]
  return parts.length === 0 ? state : parts.join(', ')
}

/** What it cost beside what was expected: 'tracer 5.3 %, expected 4.7 %', 'in the kernel 1.2 %', '192 of at most 190 samples' */
export function costFacts({ capture, bpf }: LadderRow, estimate: Estimate | null): string[] {
  const { tracerCpuPercent, events } = capture
  const expected = estimate?.tracerCpuPercent ?? null
  const most = estimate?.events ?? null
  return [
    ...(tracerCpuPercent === null
      ? []
      : [
          `tracer ${formatPercent(tracerCpuPercent)}${expected === null ? '' : `, expected ${formatPercent(expected)}`}`,
        ]),
    ...(bpf === undefined || bpf.wallSeconds === 0
      ? []
      : [
          `in the kernel ${formatPercent((100 * bpf.cpuSeconds) / bpf.wallSeconds)}`,
          `${formatCount(bpf.runs / bpf.wallSeconds)} probe hits a second`,
        ]),
    ...(events === null || most === null
      ? []
      : [`${formatCount(events)} of ${formatCount(Math.round(most))} samples expected at most`]),
  ]
}

export interface NextCapture {
  readonly rung: Rung
  readonly parameters: ParameterValues
  /** that a person had set: they hold for the whole ladder */
  readonly limits: Limits | undefined
  /** one rung down: what this one asked for was too much */
  readonly isSmaller: boolean
}

const isOverBudget = ({ error }: Pick<CaptureSummary, 'error'>): boolean =>
  error?.code === 'capture.over-budget'

/** One rung up; one down from what the host had to stop. */
const rungAfter = (
  recipe: Recipe,
  capture: Pick<CaptureSummary, 'error'>,
  values: ParameterValues,
): Rung | null => (isOverBudget(capture) ? smallerRung(recipe, values) : nextRung(recipe, values))

/** What comes after this capture with one click; null at the end of the ladder, and where the recipe or the host is not known. */
export function nextAfter(recipe: Recipe | undefined, detail: CaptureDetail): NextCapture | null {
  if (recipe === undefined || detail.hostId === null || detail.sample) return null
  const rung = rungAfter(recipe, detail, detail.parameters)
  return rung === null
    ? null
    : {
        ...{ rung, parameters: onRung(detail.parameters, rung), isSmaller: isOverBudget(detail) },
        limits: ownLimits(recipe, detail.budgets ?? []),
      }
}
