/** The end of a capture: all of it safe in the library, nothing left on the host, and what went wrong said. */

import { sayOverBudget } from '../../../shared/budget/over-budget.ts'
import { smallerRung } from '../../../shared/budget/rungs.ts'
import { wholeBudget } from '../../../shared/budget/whole-budget.ts'
import { isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { LimitId } from '../../../shared/model/budget.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { Loss } from '../../../shared/model/profile.ts'
import type { ParameterValues, Recipe } from '../../../shared/model/recipe.ts'
import type { Library, SpoolRef } from '../library/library.ts'
import { compareAtEnd } from '../together/compare-at-end.ts'
import { plannedSeconds } from './begin-capture.ts'
import { classifyToolEnd, emptyOutput, firstComplaint } from './failures.ts'
import type { Followed } from './follow-spool.ts'
import { limitOfEnding } from './job-limits.ts'
import { chosenPids } from './preflight.ts'
import { readMessages, readWorkloadOutput, removeSpool } from './spool.ts'
import type { SpoolStatus } from './spool-status.ts'
import { lossesInEnding, lossesInMessages, lossesInRotation } from './tool-losses.ts'
import { verifyArtifact } from './verify-artifact.ts'

export interface Settling {
  readonly captureId: string
  readonly recipe: Recipe
  readonly parameters: ParameterValues
  readonly library: Library
  readonly spool: SpoolRef
  readonly artifactId: number
  readonly followed: Followed
  readonly signal: AbortSignal
  readonly onPhase: (phase: string) => void
  /** the row is written before the raw output is read */
  readonly onIngest: () => Promise<void>
}

export interface Settled {
  /** why it ended, in words */
  readonly why: string
  /** null: done */
  readonly error: SmokejumperError | null
}

type ParsedLoss = CaptureDetail['losses'][number]

export const settleCapture = async (settling: Settling): Promise<Settled> => {
  const { captureId, recipe, library, spool, followed } = settling
  const { status, persist } = followed
  settling.onPhase('checking')
  const messages = await persist((reach) => readMessages(reach, spool))
  const [anchor] = status.anchors
  await library.updateCapture(captureId, {
    toolMessages: messages,
    cost: status.cost,
    uses: wholeBudget(
      {
        ...{ elapsedSeconds: status.elapsedSeconds, bytes: status.spoolBytes },
        plannedSeconds: plannedSeconds(recipe, settling.parameters),
        budgetBytes: recipe.budget.bytes,
      },
      status.uses,
    ),
    anchors: status.anchors,
    ...(anchor ? { startedAt: Math.round(anchor.wall / 1e6) } : {}),
  })
  await fetchWorkload(settling)
  await compareAtEnd(library, captureId, persist, settling.signal)
  await verifyArtifact(library, captureId, settling.artifactId, followed)
  await persist((reach) => removeSpool(reach, spool))
  await library.updateCapture(captureId, { spool: null, toolLosses: [] })

  const toolEnd = classifyToolEnd({
    tool: recipe.record.find((part) => typeof part === 'string') ?? 'the tool',
    messages,
    toolExit: status.toolExit,
    renderExit: status.renderExit,
    artifactBytes: followed.received,
  })
  await settling.onIngest()
  settling.onPhase('storing')
  const ingestError = followed.received > 0 ? await ingestArtifact(settling, messages) : null
  // those of the tool are counted next: so far they are the parser's
  const { losses } = await library.getCapture(captureId)
  await library.updateCapture(captureId, { toolLosses: countLosses(settling, messages, losses) })
  return {
    why: whyItEnded(status),
    // what the host stopped for its limits is told by that, not by how the tool took it
    error:
      (followed.received > 0 ? endError(settling) : null) ??
      toolEnd ??
      endError(settling) ??
      ingestError ??
      cutError(recipe, losses),
  }
}

/** What the command beside the tool has written: it goes with the spool. */
const fetchWorkload = async ({ captureId, library, spool, followed }: Settling): Promise<void> => {
  const { status, persist } = followed
  if (status.workload === null || status.workload.state === 'waiting') return
  const stdout = await persist((reach) => readWorkloadOutput(reach, spool, 'stdout'))
  const stderr = await persist((reach) => readWorkloadOutput(reach, spool, 'stderr'))
  await library.updateCapture(captureId, { workload: { state: 'ended', stdout, stderr } })
}

/** null when it could be read. */
const ingestArtifact = async (settling: Settling, messages: string): Promise<SmokejumperError | null> => {
  try {
    await settling.library.ingest(settling.captureId, { signal: settling.signal })
    return null
  } catch (error) {
    if (!isExpected(error) || error.code !== 'format.unrecognised') throw error
    const complaint = firstComplaint(messages)
    const [tool] = settling.recipe.record
    return complaint === null ? error : emptyOutput(String(tool), complaint)
  }
}

const countLosses = (settling: Settling, messages: string, losses: readonly ParsedLoss[]): Loss[] => {
  const counted = losses.reduce((sum, loss) => (loss.kind === 'lost' ? sum + loss.count : sum), 0)
  const { recipe, parameters, followed } = settling
  return [
    ...lossesInMessages(messages, counted),
    ...lossesInRotation(followed.skipped),
    ...lossesInEnding(followed.status, plannedSeconds(recipe, parameters), chosenPids(recipe, parameters)),
  ]
}

/** An output that ends in the middle of a record although its tool came to its end: what there is, is kept. */
const cutError = (recipe: Recipe, losses: readonly ParsedLoss[]): SmokejumperError | null => {
  const cut = losses.find(({ kind }) => kind === 'truncated')
  if (cut === undefined) return null
  return new SmokejumperError({
    code: 'format.broken',
    message: `The output is cut off. ${cut.detail} What stood before is kept and can be opened.`,
    remedy: 'Look at the messages of the tools for what ended it (memory, disk), then capture again.',
    facts: { parser: recipe.parser },
  })
}

const reasons: Readonly<Record<NonNullable<SpoolStatus['ending']>, string>> = {
  exit: 'came to its planned end',
  stop: 'stopped by hand',
  workload: 'ended with its workload command',
  deadline: 'stopped at its deadline',
  'client-gone': 'stopped by the host: the workbench was gone',
  budget: 'stopped by the host: its budget was used up',
  'budget-cpu': 'stopped by the host: the tracer took more CPU time than it may',
  'budget-bpf': 'stopped by the host: the tracer’s programs in the kernel took more CPU time than they may',
  'budget-events': 'stopped by the host: the tool wrote more events than it may',
  'budget-lost': 'stopped by the host: the tool lost more events than it may',
  'budget-busy': 'stopped by the host: it was busier than it may be',
  'disk-full': 'stopped by the host: its disk was nearly full',
  'pid-gone': 'ended with the chosen processes',
  'supervisor-gone': 'collected after the supervisor on the host was killed',
  reboot: 'ended by a restart of the host; what was written before is collected',
}
const whyItEnded = (status: SpoolStatus): string =>
  status.ending === null ? 'ended' : reasons[status.ending]

/** Ends that a person must hear of although there is data. */
const endError = ({ followed: { status }, recipe, parameters }: Settling): SmokejumperError | null => {
  const facts = { elapsedSeconds: status.elapsedSeconds, spoolBytes: status.spoolBytes }
  const ended = [status.ending, status.renderEnding]
  const limit = limitOfEnding(status.ending)
  if (limit !== null && limit !== 'bytes') return overLimit(limit, status, recipe, parameters)
  if (ended.includes('budget')) {
    return new SmokejumperError({
      code: 'capture.over-budget',
      message: `The capture used up its budget of bytes after ${status.elapsedSeconds.toFixed(1)} s and was stopped. What it had recorded is kept.`,
      remedy: 'Capture for a shorter time, at a lower rate, with a higher threshold, or only some processes.',
      facts,
    })
  }
  if (ended.includes('disk-full')) {
    return new SmokejumperError({
      code: 'capture.disk-full',
      message: `The host's disk was nearly full after ${status.elapsedSeconds.toFixed(1)} s, so the capture was stopped. What it had recorded is kept.`,
      remedy: "Free space on the host, or set a spool directory with more room in the host's settings.",
      facts,
    })
  }
  return null
}

/** What to do is the same for each: ask for less, and there is a next smaller rung for that. */
const overLimit = (limit: LimitId, status: SpoolStatus, recipe: Recipe, parameters: ParameterValues) => {
  const use = status.uses.find(({ id }) => id === limit)
  const rung = smallerRung(recipe, parameters)
  const smaller = rung === null ? '' : `take the next smaller rung (${rung.title}), `
  const less = `${smaller}a lower rate, a higher threshold or fewer processes`
  return new SmokejumperError({
    code: 'capture.over-budget',
    message: `${sayOverBudget(limit, status.uses) ?? `The budget of the capture was used up (${limit}).`} The host stopped it after ${status.elapsedSeconds.toFixed(1)} s; what it had recorded is kept.`,
    remedy: `${less.slice(0, 1).toUpperCase()}${less.slice(1)}; or set a higher limit, where the host can bear it.`,
    facts: {
      ...{ limit, elapsedSeconds: status.elapsedSeconds },
      ...(use?.used == null ? {} : { used: use.used }),
      ...(use?.limit == null ? {} : { most: use.limit }),
    },
  })
}
