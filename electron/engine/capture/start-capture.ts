/** A capture from its request to a tool that runs on the host and is followed. */
import { estimateCapture } from '../../../shared/budget/estimate.ts'
import { withLimits } from '../../../shared/budget/with-limits.ts'
import type { CaptureRequest } from '../../../shared/contract/capture-request.ts'
import { isCancellation, isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Host, ProbeReport } from '../../../shared/model/host.ts'
import { withLongDuration } from '../../../shared/model/long-duration.ts'
import type { Recipe } from '../../../shared/model/recipe.ts'
import { checkParameters } from '../recipes/check-parameters.ts'
import type { Transport } from '../transport/transport.ts'
import { beginCapture } from './begin-capture.ts'
import { type CaptureContext, openHost, removeFromHost } from './capture-context.ts'
import { newCaptureId } from './capture-id.ts'
import { defaultName, firstProgress } from './describe-capture.ts'
import { followCapture } from './follow-capture.ts'
import type { CallOptions } from './host-captures.ts'
import type { StartGate } from './start-gate.ts'
import { inShort, toStoredError } from './stored-error.ts'

/** A probe that is older is made again before a capture. */
const freshProbeMs = 10 * 60_000

/** Resolves with the id when the tool runs on the host. Cancelled before that, nothing is left anywhere. */
export const startCapture = async (
  context: CaptureContext,
  request: CaptureRequest,
  call: CallOptions,
  gate?: StartGate,
): Promise<string> => {
  const { library, recipes, active } = context
  const recipe = withLimits(recipes.get(request.recipeId), request.limits, request.parameters)
  const isDetached = request.detached === true
  const parameters = checkParameters(isDetached ? withLongDuration(recipe) : recipe, request.parameters)
  const rotates = request.rotate === true
  if (rotates) checkRotation(recipe, isDetached)
  const host = await library.getHost(request.hostId)
  const graceSeconds = isDetached ? 0 : (request.graceSeconds ?? (await library.readSettings()).graceSeconds)
  const now = Date.now()
  const captureId = newCaptureId(now)
  const name = request.name.trim() || defaultName(recipe, now)
  await library.createCapture({
    id: captureId,
    name,
    hostId: host.id,
    hostLabel: host.label,
    recipeId: recipe.id,
    recipeTitle: recipe.title,
    firstView: recipe.firstView,
    parserId: recipe.parser,
    parameters,
    startedAt: now,
    sample: false,
    ...(request.after === undefined ? {} : { after: request.after }),
    ...(gate ? { group: gate.group } : {}),
    ...(request.workload === undefined ? {} : { workload: request.workload }),
  })
  gate?.onRow(captureId)
  const capture = active.track({
    ...firstProgress(captureId, { name, hostLabel: host.label, recipe, parameters }),
    ...(gate ? { group: gate.ref } : {}),
  })
  const signal = AbortSignal.any([call.signal, capture.abandonment.signal])
  const onStep = (step: string) => {
    capture.show({ phase: step })
    call.onStep(step)
  }
  const { promise, resolve } = Promise.withResolvers<void>()
  capture.finished = promise
  try {
    await active.setState(captureId, 'preflight', 'asked for')
    const open = () => openHost(context, host.id, { signal, onStep })
    const transport = await (gate ? gate.connect(open, signal) : open())
    const probe = await freshProbe(context, host, transport, { signal, onStep })
    const estimate = estimateCapture(recipe, parameters, probe.facts.cpus)
    await library.updateCapture(captureId, { estimate })
    const { spool, budgetBytes, reach } = await beginCapture({
      captureId,
      recipe,
      parameters,
      host,
      graceSeconds,
      rotates,
      ...(request.workload === undefined ? {} : { workload: request.workload }),
      name,
      startedAt: now,
      library,
      recipes,
      scripts: context.scripts,
      transport,
      probe,
      signal,
      onStep,
      // together with others it runs when all of them are told to
      onReady: async (why) => (gate ? undefined : active.setState(captureId, 'running', why)),
      ...(gate
        ? { gate: { waitSeconds: gate.waitSeconds, passPreflight: () => gate.passPreflight(signal) } }
        : {}),
    })
    await gate?.release({
      ...{ captureId, reach, spool, signal, onStep },
      onTold: () => active.setState(captureId, 'running', 'told when to start'),
    })
    capture.show({ budgetBytes, phase: 'recording' })
    followCapture(context, capture, { hostId: host.id, recipe, parameters, spool }).finally(resolve)
    return captureId
  } catch (error) {
    active.forget(captureId)
    await endBeforeItRan(context, captureId, host.id, error).finally(resolve)
    throw error
  }
}

/** Throws recipe.parameter. */
const checkRotation = (recipe: Recipe, isDetached: boolean): void => {
  if (isDetached && recipe.render === undefined) return
  throw new SmokejumperError({
    code: 'recipe.parameter',
    message: isDetached
      ? `${recipe.title} cannot keep only the newest of its output: its tool writes one recording, which is read at the end as a whole.`
      : 'Only a detached capture keeps the newest of its output.',
    remedy: isDetached ? 'Give it a larger budget, or a lower rate.' : 'Start it detached.',
    facts: { recipe: recipe.id },
  })
}

const freshProbe = async (
  { probe, emit }: CaptureContext,
  host: Host,
  transport: Transport,
  call: CallOptions,
): Promise<ProbeReport> => {
  const age = Date.now() - (host.probe?.at ?? 0)
  // a clock that was set back makes it one of the future
  if (host.probe && age >= 0 && age < freshProbeMs) return host.probe
  call.onStep('probing')
  const report = await probe(host, transport, call.signal)
  emit('hosts.changed', {})
  return report
}

const endBeforeItRan = async (
  context: CaptureContext,
  captureId: string,
  hostId: string,
  error: unknown,
): Promise<void> => {
  const { library, active, emit } = context
  const { spool, state } = await library.captureRecord(captureId)
  if (isCancellation(error)) {
    await active.setState(captureId, 'discarded', 'cancelled before it ran')
    const call: CallOptions = { signal: AbortSignal.timeout(60_000), onStep: () => {} }
    if (spool) await removeFromHost(context, hostId, spool, call)
    await library.eraseCapture(captureId)
    emit('captures.changed', { captureIds: [captureId] })
    return
  }
  // one that waits for others and was not told to start never does, and throws its spool away by itself
  if (spool && !isRefusal(error) && state !== 'preflight') {
    // it may run there all the same
    await active.setState(captureId, 'interrupted', inShort(error), toStoredError(error))
    return
  }
  await library.updateCapture(captureId, { spool: null })
  await active.setState(captureId, 'failed', inShort(error), toStoredError(error))
}

/** The host said no before anything ran, and has cleaned up behind itself. */
const isRefusal = (error: unknown): boolean =>
  isExpected(error) && (error.code.startsWith('preflight.') || error.code === 'capture.spool')
