/** From a request to a tool that runs on the host: preflight, then the supervisor. */
import { join } from 'node:path/posix'
import { quoteArgument } from '../../../shared/commands/quote.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { Host, ProbeReport } from '../../../shared/model/host.ts'
import type { ParameterValues, Recipe } from '../../../shared/model/recipe.ts'
import type { WorkloadRequest } from '../../../shared/model/workload.ts'
import type { Library, SpoolRef } from '../library/library.ts'
import { expandArguments, toRecordedLine, toShell } from '../recipes/expand-arguments.ts'
import type { Recipes } from '../recipes/load-recipes.ts'
import type { Transport } from '../transport/transport.ts'
import { writeAbout } from './about-capture.ts'
import type { HostScripts } from './host-scripts.ts'
import { jobLimits } from './job-limits.ts'
import { checkGround, checkNeeds, chosenPids, decideElevation, floorBytes, neededBytes } from './preflight.ts'
import { type Job, type Reach, readGround, type Started, startSpool } from './spool.ts'
import type { StartGate } from './start-gate.ts'
import { checkWorkload } from './workload-job.ts'

/** Seconds that a tool may need to start and to come to its own end, beyond the time that it records. */
const slackSeconds = 15

export interface Beginning {
  readonly captureId: string
  readonly recipe: Recipe
  readonly parameters: ParameterValues
  readonly host: Host
  /** 0: detached */
  readonly graceSeconds: number
  /** keeps the newest of its output */
  readonly rotates?: boolean
  /** run beside the tool */
  readonly workload?: WorkloadRequest
  readonly name: string
  readonly startedAt: number
  readonly library: Library
  readonly recipes: Recipes
  readonly scripts: HostScripts
  readonly transport: Transport
  readonly probe: ProbeReport
  readonly signal: AbortSignal
  readonly onStep: (step: string) => void
  /** the row is written before the tool is started */
  readonly onReady: (why: string) => Promise<void>
  /** started together with others */
  readonly gate?: Pick<StartGate, 'passPreflight' | 'waitSeconds'>
}

export interface Begun {
  readonly spool: SpoolRef
  readonly budgetBytes: number
  readonly reach: Reach
}

/** Rejects with what preflight found, or with capture.spool. Nothing is left on the host then. */
export const beginCapture = async (beginning: Beginning): Promise<Begun> => {
  const { recipe, parameters, host, library, probe, captureId, onStep } = beginning
  checkNeeds(recipe, probe)
  const elevated = decideElevation(recipe, parameters, probe.facts)
  checkWorkload(beginning.workload, elevated, probe.facts.user)
  const pids = chosenPids(recipe, parameters)
  const reach: Reach = {
    transport: beginning.transport,
    scripts: beginning.scripts,
    elevate: elevated,
    signal: beginning.signal,
  }
  onStep('looking for room on the host')
  const ground = await readGround(reach, {
    spoolDirectory: host.spoolDirectory,
    needBytes: neededBytes(recipe),
    pids,
  })
  const budgetBytes = checkGround(recipe, host, ground)
  await beginning.gate?.passPreflight(beginning.signal)
  const spool: SpoolRef = {
    directory: join(ground.base, `smokejumper-${ground.uid}`, captureId),
    hostBootId: ground.bootId,
    elevated,
    ...(beginning.graceSeconds === 0 ? { detached: true } : {}),
    ...(beginning.rotates ? { rotates: true } : {}),
  }
  await library.updateCapture(captureId, { spool, probe })
  await beginning.onReady(elevated ? 'started through sudo' : 'started')
  onStep('starting the tool')
  const commands = expandCommands(recipe, parameters, spool, ground.architecture)
  const files = new Map(recipe.files.map((name) => [name, beginning.recipes.file(name)]))
  const job: Job = {
    deadlineSeconds: plannedSeconds(recipe, parameters) + slackSeconds,
    graceSeconds: beginning.graceSeconds,
    waitSeconds: beginning.gate?.waitSeconds ?? 0,
    budgetBytes,
    floorBytes,
    renderSeconds: recipe.budget.renderSeconds,
    limits: jobLimits(recipe, parameters),
    ...(beginning.workload ? { workload: beginning.workload, attachedMark: recipe.attached ?? '' } : {}),
    targets: pids,
    stopSignals: recipe.stopSignals,
    record: toShell(commands.record),
    render: commands.render && toShell(commands.render),
    recorded: commands.render ? (recipe.recorded ?? null) : null,
    environment: exports(recipe.environment),
    about: writeAbout({
      ...{ captureId, name: beginning.name, recipeId: recipe.id, parameters },
      ...{ plannedSeconds: plannedSeconds(recipe, parameters), startedAt: beginning.startedAt },
      detached: beginning.graceSeconds === 0,
      ...(beginning.rotates ? { rotates: true } : {}),
      ...(beginning.workload ? { workload: beginning.workload } : {}),
    }),
    files,
  }
  const started = await startSpool(reach, spool, job, host.kind === 'this-machine')
  await library.updateCapture(captureId, { commands: describeCommands(recipe, commands, started) })
  return { spool, budgetBytes, reach }
}

/** The length of the capture that its parameters ask for. */
export const plannedSeconds = (recipe: Recipe, parameters: ParameterValues): number =>
  Number(parameters[recipe.duration])

const expandCommands = (
  recipe: Recipe,
  parameters: ParameterValues,
  spool: SpoolRef,
  architecture: string,
) => {
  const words = {
    spool: spool.directory,
    arch: architecture,
    ...Object.fromEntries(recipe.files.map((name) => [`file:${name}`, join(spool.directory, name)])),
  }
  const render = expandArguments(recipe.render ?? [], parameters, words)
  return {
    record: expandArguments(recipe.record, parameters, words),
    // with some parameters there may be nothing left to read afterwards
    render: render.length > 0 ? render : null,
  }
}

const exports = (environment: Recipe['environment']): string =>
  Object.entries(environment)
    .map(([name, value]) => `export ${name}=${value === '' ? '' : quoteArgument(value)}`)
    .join('\n')

const describeCommands = (
  recipe: Recipe,
  commands: ReturnType<typeof expandCommands>,
  started: Started,
): CaptureDetail['commands'] => {
  const [carrier1 = '0', carrier2 = '0', carrier3 = '0', carrier4 = '0'] = started.carriers
  const onHost = { supervisor: started.supervisor, carrier1, carrier2, carrier3, carrier4 }
  const record = {
    purpose: 'record',
    line: toRecordedLine(commands.record, recipe.environment, onHost),
  }
  if (!commands.render) return [record]
  const render = ['nice', '-n', '19', ...commands.render]
  return [record, { purpose: 'read the recording', line: toRecordedLine(render, recipe.environment, onHost) }]
}
