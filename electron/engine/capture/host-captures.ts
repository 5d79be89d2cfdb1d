/** All that Smokejumper has on a host, whoever started it: seen, stopped, taken over, thrown away. */
import { isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Host } from '../../../shared/model/host.ts'
import type { HostSpool, HostSweep, StoppedAll } from '../../../shared/model/host-spool.ts'
import { withLongDuration } from '../../../shared/model/long-duration.ts'
import type { Emit } from '../emitter.ts'
import type { Library } from '../library/library.ts'
import { checkParameters } from '../recipes/check-parameters.ts'
import type { Recipes } from '../recipes/load-recipes.ts'
import type { Transport } from '../transport/transport.ts'
import type { Collect } from './collect-captures.ts'
import type { HostScripts } from './host-scripts.ts'
import { type FoundSpool, listSpools, stopEverything } from './host-spools.ts'
import { type Reach, removeSpool } from './spool.ts'

export interface CallOptions {
  readonly signal: AbortSignal
  readonly onStep: (step: string) => void
}

export interface HostCapturesOptions {
  readonly library: Library
  readonly recipes: Recipes
  readonly scripts: HostScripts
  readonly emit: Emit
  readonly open: (hostId: string, call: CallOptions) => Promise<Transport>
  readonly collect: Collect
}

export interface HostCaptures {
  /** As it was last looked at; at: null when it was not yet. */
  lastSweep(hostId: string): HostSweep
  /**
   * Looks, and tells hosts.swept. `quietly`: as root only where that needs no password; otherwise the password of a host
   * that says by what root is become is asked for.
   */
  sweep(hostId: string, call: CallOptions, quietly?: boolean): Promise<HostSweep>
  stopAll(hostId: string, call: CallOptions): Promise<StoppedAll>
  adopt(hostId: string, captureId: string, call: CallOptions, how?: Parameters<Collect>[2]): Promise<void>
  throwAway(hostId: string, captureId: string, call: CallOptions): Promise<void>
}

const neverLooked: HostSweep = { at: null, spools: [], strays: [] }

export const createHostCaptures = (options: HostCapturesOptions): HostCaptures => {
  const { library, recipes, scripts, emit } = options
  const sweeps = new Map<string, HostSweep>()

  /** As the user, and as root where captures become root. */
  const eachReach = async <T>(
    host: Host,
    call: CallOptions,
    look: (reach: Reach, bases: readonly string[]) => Promise<T>,
    quietly = false,
  ): Promise<T[]> => {
    const transport = await options.open(host.id, call)
    const bases = host.spoolDirectory === '' ? [] : [host.spoolDirectory]
    const asks = !quietly && (host.elevation === 'sudo' || host.elevation === 'doas')
    const privilege = host.probe?.facts.privilege
    const ways = privilege === 'sudo' || (privilege !== 'root' && asks) ? [false, true] : [false]
    const results: T[] = []
    for (const elevate of ways)
      results.push(await look({ transport, scripts, elevate, signal: call.signal }, bases))
    return results
  }

  const isKnown = async (captureId: string): Promise<boolean> => {
    try {
      await library.captureRecord(captureId)
      return true
    } catch (error) {
      if (isExpected(error) && error.code === 'capture.unknown') return false
      throw error
    }
  }

  const find = async (host: Host, captureId: string, call: CallOptions): Promise<FoundSpool> => {
    call.onStep('looking for it on the host')
    const found = await eachReach(host, call, listSpools)
    const spool = found.flatMap(({ spools }) => spools).find((each) => each.captureId === captureId)
    if (spool) return spool
    throw new SmokejumperError({
      code: 'capture.spool-gone',
      message: `Nothing of a capture ${captureId} is on ${host.label}.`,
      remedy: 'Look again at what is there: it may have been collected from elsewhere.',
      facts: { capture: captureId },
    })
  }

  const sweep = async (hostId: string, call: CallOptions, quietly = false): Promise<HostSweep> => {
    const host = await library.getHost(hostId)
    call.onStep('looking at what runs on the host')
    const found = await eachReach(host, call, listSpools, quietly)
    const spools: HostSpool[] = []
    for (const { about: _about, hostBootId: _boot, ...spool } of found.flatMap((each) => each.spools))
      spools.push({ ...spool, isKnown: await isKnown(spool.captureId) })
    const result = { at: Date.now(), spools, strays: found.flatMap(({ strays }) => strays) }
    sweeps.set(hostId, result)
    emit('hosts.swept', { hostId })
    return result
  }

  return {
    lastSweep: (hostId) => sweeps.get(hostId) ?? neverLooked,
    sweep,

    async stopAll(hostId, call) {
      const host = await library.getHost(hostId)
      call.onStep('stopping what runs on the host')
      const each = await eachReach(host, call, stopEverything)
      await sweep(hostId, call)
      const sum = (what: keyof StoppedAll) => each.reduce((total, result) => total + result[what], 0)
      return { stopped: sum('stopped'), still: sum('still'), strays: sum('strays') }
    },

    async adopt(hostId, captureId, call, how) {
      const host = await library.getHost(hostId)
      const found = await find(host, captureId, call)
      if (!(await isKnown(captureId))) {
        const { about, directory, hostBootId, elevated } = found
        if (about === null) throw cannotBeRead(found)
        const recipe = recipes.get(about.recipeId)
        const parameters = checkParameters(withLongDuration(recipe), about.parameters)
        await library.createCapture({
          ...{ id: captureId, name: about.name, hostId, hostLabel: host.label },
          ...{ recipeId: recipe.id, recipeTitle: recipe.title, firstView: recipe.firstView },
          ...{ parserId: recipe.parser, parameters, startedAt: about.startedAt, sample: false },
          ...(about.workload === undefined ? {} : { workload: about.workload }),
        })
        const { detached, rotates = false } = about
        const spool = { directory, hostBootId, elevated, detached, ...(rotates ? { rotates } : {}) }
        await library.updateCapture(captureId, { spool })
        await library.setCaptureState(captureId, 'interrupted', `taken over: ${about.startedBy} started it`)
        emit('captures.changed', { captureIds: [captureId] })
      }
      await options.collect(captureId, call, how)
      await sweep(hostId, call)
    },

    async throwAway(hostId, captureId, call) {
      const host = await library.getHost(hostId)
      const found = await find(host, captureId, call)
      if (await isKnown(captureId)) {
        throw new SmokejumperError({
          code: 'capture.busy',
          message: `The capture ${captureId} is one of this library.`,
          remedy: 'Collect it, or discard it there.',
          facts: { capture: captureId },
        })
      }
      const { directory, hostBootId, elevated } = found
      const transport = await options.open(hostId, call)
      await removeSpool(
        { transport, scripts, elevate: elevated, signal: call.signal },
        { directory, hostBootId, elevated },
      )
      await sweep(hostId, call)
    },
  }
}

const cannotBeRead = ({ captureId, directory }: FoundSpool) =>
  new SmokejumperError({
    code: 'capture.spool',
    message: `What the spool of ${captureId} says about itself cannot be read, so it is not known how to read its output.`,
    remedy: `Import the file "artifact" in ${directory} from the host, or throw the spool away.`,
    facts: { capture: captureId, directory },
  })
