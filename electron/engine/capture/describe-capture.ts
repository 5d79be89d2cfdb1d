/** A capture in words and numbers for the status bar. */
import { wholeBudget } from '../../../shared/budget/whole-budget.ts'
import type { CaptureProgress } from '../../../shared/model/capture.ts'
import type { ParameterValues, Recipe } from '../../../shared/model/recipe.ts'
import { plannedSeconds } from './begin-capture.ts'
import type { SpoolStatus } from './spool-status.ts'

/** 'cpu-profile 14:05:09', by the clock of this machine. */
export const defaultName = (recipe: Recipe, now: number): string => {
  const time = new Date(now)
  const parts = [time.getHours(), time.getMinutes(), time.getSeconds()]
  return `${recipe.id} ${parts.map((part) => String(part).padStart(2, '0')).join(':')}`
}

export const firstProgress = (
  captureId: string,
  capture: { name: string; hostLabel: string; recipe: Recipe; parameters: ParameterValues },
): CaptureProgress => ({
  captureId,
  name: capture.name,
  hostLabel: capture.hostLabel,
  state: 'draft',
  phase: 'connecting',
  elapsedSeconds: 0,
  plannedSeconds: plannedSeconds(capture.recipe, capture.parameters),
  bytes: 0,
  received: 0,
  budgetBytes: capture.recipe.budget.bytes,
  tracerCpuSeconds: 0,
  connection: 'up',
  budgets: [],
})

const phases: Readonly<Record<SpoolStatus['state'], string>> = {
  starting: 'starting the tool',
  recording: 'recording',
  stopping: 'stopping the tool',
  rendering: 'reading the recording on the host',
  hashing: 'checking on the host',
  finished: 'fetching',
}

export const describeStatus = (
  status: SpoolStatus,
  { plannedSeconds, budgetBytes }: Pick<CaptureProgress, 'plannedSeconds' | 'budgetBytes'>,
): Partial<CaptureProgress> => ({
  phase: phases[status.state],
  elapsedSeconds: status.elapsedSeconds,
  bytes: status.spoolBytes,
  tracerCpuSeconds: status.tracerCpuSeconds,
  ...(status.workload
    ? { workload: { state: status.workload.state, exitStatus: status.workload.exitStatus } }
    : {}),
  budgets: wholeBudget(
    { ...{ plannedSeconds, budgetBytes }, elapsedSeconds: status.elapsedSeconds, bytes: status.spoolBytes },
    status.uses,
  ),
})
