import { estimateCapture } from '../../../shared/budget/estimate.ts'
import { limitsOf, withLimits } from '../../../shared/budget/with-limits.ts'
import type { CaptureRequest } from '../../../shared/contract/capture-request.ts'
import type { EngineClient } from '../../../shared/contract/engine.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Host } from '../../../shared/model/host.ts'
import type { ParameterValues, Recipe } from '../../../shared/model/recipe.ts'
import type { CaptureCommand } from '../arguments.ts'
import { collectParameters } from '../capture-parameters.ts'
import { describeEstimate } from '../describe-estimate.ts'
import { printableLine } from '../printable.ts'
import { findHosts, runTogether } from './capture-together.ts'
import { type CommandContext, findHost, printJson } from './command-context.ts'
import { followCapture } from './follow-capture.ts'

/** Starts, waits until it is stored, and says what it is. */
export const runCapture = async (command: CaptureCommand, context: CommandContext): Promise<number> => {
  const { client, terminal, interrupts } = context
  const recipe = await findRecipe(client, command.recipe)
  const [host, ...others] = command.together
    ? await findHosts(client, command.together)
    : [await findHost(client, command.host)]
  const common: Omit<CaptureRequest, 'hostId'> = {
    recipeId: recipe.id,
    parameters: collectParameters(recipe, command),
    name: command.name,
    ...(command.grace === null ? {} : { graceSeconds: command.grace }),
    ...(command.detach ? { detached: true, rotate: command.rotate } : {}),
    ...(Object.keys(command.limits).length === 0 ? {} : { limits: command.limits }),
    ...(command.after === null ? {} : { after: command.after }),
    ...(command.workload === undefined ? {} : { workload: command.workload }),
  }
  const isOnlyEstimated = await sayEstimate(command, recipe, { common, hosts: [host, ...others] }, context)
  if (isOnlyEstimated) return 0
  if (others.length > 0) return runTogether(command, { common, hosts: [host, ...others] }, context)
  const request: CaptureRequest = { ...common, hostId: host.id }
  const { captureId } = await client.call('captures.start', request, {
    signal: interrupts.signal,
    onProgress: ({ step }) => terminal.showStatus(printableLine(step)),
  })
  if (command.detach) {
    terminal.note(
      `${captureId} goes on on ${host.label} by itself. Fetch it at any time: smokejumper collect ${captureId}`,
    )
    if (command.json) await printJson(terminal, { captureId, detached: true })
    else await terminal.print(`${captureId}\n`)
    return 0
  }
  return followCapture({ captureId, json: command.json }, context)
}

/** Before anything is done; true: that was all that was asked for. */
const sayEstimate = async (
  { estimate: isAsked, json }: CaptureCommand,
  recipe: Recipe,
  { common, hosts }: { common: Omit<CaptureRequest, 'hostId'>; hosts: readonly Host[] },
  { terminal }: CommandContext,
): Promise<boolean> => {
  const values = { ...defaultsOf(recipe), ...common.parameters }
  const own = withLimits(recipe, common.limits, values)
  const rows = hosts.map(({ id, label, probe }) => ({
    ...{ hostId: id, hostLabel: label },
    estimate: estimateCapture(own, values, probe?.facts.cpus ?? null),
  }))
  const lines = rows.map(({ hostLabel, estimate }) =>
    printableLine(`${hostLabel}: ${estimate === null ? 'not known' : describeEstimate(estimate)}`),
  )
  if (!isAsked) for (const line of lines) terminal.note(line)
  else if (json) await printJson(terminal, { limits: limitsOf(own), hosts: rows })
  else await terminal.print(`${lines.join('\n')}\n`)
  return isAsked
}

const defaultsOf = (recipe: Recipe): ParameterValues =>
  Object.fromEntries(recipe.parameters.map(({ id, default: value }) => [id, value]))

const findRecipe = async (client: EngineClient, recipeId: string): Promise<Recipe> => {
  const recipes = await client.call('recipes.list', {})
  const recipe = recipes.find(({ id }) => id === recipeId)
  if (recipe !== undefined) return recipe
  throw new SmokejumperError({
    code: 'recipe.unknown',
    message: `There is no recipe "${recipeId}".`,
    remedy: `Use one of: ${recipes.map(({ id }) => id).join(', ')}.`,
    facts: { recipe: recipeId },
  })
}
