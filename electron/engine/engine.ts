/** All that the workbench can do, behind one contract. Plain Node: the doors call it. */
import { mkdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { EngineService } from '../../shared/contract/engine.ts'
import type { SmokejumperError } from '../../shared/errors/errors.ts'
import { type Host, THIS_MACHINE } from '../../shared/model/host.ts'
import { type Captures, createCaptures } from './capture/captures.ts'
import type { FollowTimes } from './capture/follow-spool.ts'
import { loadHostScripts } from './capture/host-scripts.ts'
import { tellConnected } from './capture/tell-connected.ts'
import { createEmitter } from './emitter.ts'
import { renderReport } from './findings/render-report.ts'
import { appHandlers } from './handlers/app-handlers.ts'
import { captureHandlers } from './handlers/capture-handlers.ts'
import type { HandlerContext } from './handlers/context.ts'
import { fileHandlers } from './handlers/file-handlers.ts'
import { findingHandlers } from './handlers/finding-handlers.ts'
import { hostHandlers } from './handlers/host-handlers.ts'
import { knownHostsHandlers } from './handlers/known-hosts-handlers.ts'
import { secretHandlers } from './handlers/secret-handlers.ts'
import { viewHandlers } from './handlers/view-handlers.ts'
import { readSshConfig } from './hosts/ssh-config.ts'
import { openLibrary } from './library/open-library.ts'
import { openReadOnlyLibrary } from './library/read-only-library.ts'
import { createOpenPrompts, tellLate } from './open-prompts.ts'

import { listProcesses } from './probe/list-processes.ts'
import { probeHost } from './probe/probe-host.ts'
import type { Prompter } from './prompts.ts'
import { loadRecipes } from './recipes/load-recipes.ts'
import { readResource } from './resources.ts'
import { createSecretKeeper } from './secrets/secret-keeper.ts'
import { noVault, onlyInTheApp, type SecretVault } from './secrets/secret-vault.ts'
import { createConnections } from './transport/connections.ts'
import type { Transport } from './transport/transport.ts'

export interface EngineOptions {
  /** the SQLite file */
  readonly libraryPath: string
  /** recipes, remote scripts, samples */
  readonly resourcesDirectory: string
  /** the application's own known_hosts */
  readonly configDirectory: string
  /** who is asked; absent: everyone who listens to prompt.asked, until prompts.answer */
  readonly prompter?: Prompter
  /** what seals secrets that are to be remembered; absent: none are */
  readonly vault?: SecretVault
  /** where .ssh/known_hosts is; absent: the user's own */
  readonly homeDirectory?: string
  /** the library is only looked at: what would change it rejects with this */
  readonly readOnly?: SmokejumperError
  /**
   * Goes on by itself with interrupted captures of a host that is connected again. 'at-start': this machine's at once.
   * Default 'when-connected'.
   */
  readonly attaches?: 'never' | 'when-connected' | 'at-start'
  /** for tests */
  readonly followTimes?: FollowTimes
}

export interface Engine extends EngineService {
  readonly captures: Captures
  /** Leaves running captures to their hosts, as interrupted, and lets go of everything. */
  close(): Promise<void>
}

/** Rejects with recipe.invalid, or as openLibrary does. */
export const createEngine = async (options: EngineOptions): Promise<Engine> => {
  const { resourcesDirectory, configDirectory, homeDirectory } = options
  await mkdir(configDirectory, { recursive: true, mode: 0o700 })
  const [version, recipes, scripts, probeScript] = await Promise.all([
    readVersion(resourcesDirectory),
    loadRecipes(join(resourcesDirectory, 'recipes')),
    loadHostScripts(join(resourcesDirectory, 'remote')),
    readResource(resourcesDirectory, 'remote/probe.sh'),
  ])
  const library = await (options.readOnly === undefined
    ? openLibrary({ path: options.libraryPath, samplesDirectory: join(resourcesDirectory, 'samples') })
    : openReadOnlyLibrary(options.libraryPath, options.readOnly))
  const { emit, on } = createEmitter()
  const prompts = createOpenPrompts(emit)
  const appKnownHostsPath = join(configDirectory, 'known_hosts')
  const readConfigNow = () => readSshConfig({ home: homeDirectory ?? homedir() })
  const keeper = createSecretKeeper({
    libraryPath: options.libraryPath,
    vault: options.vault ?? noVault(onlyInTheApp),
    onChange: (problem) => emit('secrets.changed', problem === undefined ? {} : { problem }),
  })
  const made = createConnections({
    library,
    prompter: options.prompter ?? prompts,
    keeper,
    appKnownHostsPath,
    readConfig: readConfigNow,
    onKeyRemembered: () => emit('knownHosts.changed', {}),
    ...(homeDirectory === undefined ? {} : { homeDirectory }),
  })
  const attaches = options.readOnly === undefined ? (options.attaches ?? 'when-connected') : 'never'
  const connections =
    attaches === 'never' ? made : tellConnected(made, (hostId) => void captures.attach(hostId))
  const probe = async (host: Host, transport: Transport, signal: AbortSignal) => {
    const report = await probeHost(transport, {
      script: probeScript,
      spoolDirectory: host.spoolDirectory,
      elevation: host.elevation,
      signal,
    })
    await library.saveProbe(host.id, report)
    return report
  }
  const captures = createCaptures({
    library,
    connections,
    recipes,
    scripts,
    probe,
    emit,
    ...(options.followTimes ? { times: options.followTimes } : {}),
  })
  const context: HandlerContext = {
    version,
    library,
    connections,
    captures,
    recipes,
    prompts,
    keeper,
    emit,
    probe,
    readSshConfig: readConfigNow,
    listProcesses,
    renderReport,
  }
  if (options.readOnly === undefined) await captures.recover()
  if (attaches === 'at-start') void captures.attach(THIS_MACHINE)
  return {
    captures,
    on: tellLate(on, prompts),
    handlers: {
      ...appHandlers(context),
      ...hostHandlers(context),
      ...secretHandlers(context),
      ...knownHostsHandlers(context, { appKnownHostsPath, homeDirectory }),
      ...captureHandlers(context),
      ...fileHandlers(context),
      ...viewHandlers(context),
      ...findingHandlers(context),
    },
    async close() {
      prompts.close()
      try {
        await captures.close()
      } finally {
        connections.close()
        await library.close()
      }
    },
  }
}

/** Of package.json, which lies beside resources/ in the sources and in a package alike. */
export const readVersion = async (resourcesDirectory: string): Promise<string> => {
  const text = await readFile(join(resourcesDirectory, '..', 'package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
