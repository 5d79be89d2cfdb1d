/** What handlers work with, and a handler's shape for a part of the contract. */
import type { MethodName } from '../../../shared/contract/contract.ts'
import type { Handlers } from '../../../shared/contract/engine.ts'
import type { Host, ProbeReport, Process } from '../../../shared/model/host.ts'
import type { Captures } from '../capture/captures.ts'
import type { Emit } from '../emitter.ts'
import type { Report } from '../findings/report.ts'
import type { SshConfig } from '../hosts/ssh-config.ts'
import type { Library } from '../library/library.ts'
import type { OpenPrompts } from '../open-prompts.ts'
import type { Recipes } from '../recipes/load-recipes.ts'
import type { SecretKeeper } from '../secrets/secret-keeper.ts'
import type { Connections, Transport } from '../transport/transport.ts'

export interface HandlerContext {
  readonly version: string
  readonly library: Library
  readonly connections: Connections
  readonly captures: Captures
  readonly recipes: Recipes
  readonly prompts: OpenPrompts
  readonly keeper: SecretKeeper
  readonly emit: Emit
  /** a fresh look at the host, kept with it */
  readonly probe: (host: Host, transport: Transport, signal: AbortSignal) => Promise<ProbeReport>
  /** ~/.ssh/config as it is now */
  readonly readSshConfig: () => Promise<SshConfig>
  readonly listProcesses: (transport: Transport, signal: AbortSignal) => Promise<Process[]>
  readonly renderReport: (format: 'html' | 'markdown', report: Report) => string
}

/** The handlers of the methods whose name begins with one of these. */
export type HandlersOf<Subject extends string> = Pick<Handlers, Extract<MethodName, `${Subject}.${string}`>>
