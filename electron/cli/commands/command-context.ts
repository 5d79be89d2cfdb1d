import type { EngineClient } from '../../../shared/contract/engine.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { type Host, THIS_MACHINE } from '../../../shared/model/host.ts'
import type { Interrupts } from '../interrupts.ts'
import type { Terminal } from '../terminal.ts'

/** What every command has. A command gives the exit status. */
export interface CommandContext {
  readonly client: EngineClient
  readonly terminal: Terminal
  readonly interrupts: Interrupts
  /** a workbench does it, and goes on with it without us */
  readonly joined?: boolean
}

export const printJson = (terminal: Terminal, document: unknown): Promise<void> =>
  terminal.print(`${JSON.stringify(document, null, 2)}\n`)

/** By id or label. Rejects with host.unknown when none or several are called so. */
export const findHost = async (client: EngineClient, name: string): Promise<Host> => {
  const hosts = await client.call('hosts.list', {})
  const named = hosts.filter((host) => host.id === name)
  const found = named.length > 0 ? named : hosts.filter((host) => host.label === name)
  if (found.length === 1) return found[0]!
  throw new SmokejumperError(
    found.length > 1
      ? {
          code: 'host.unknown',
          message: `Several hosts are called "${name}".`,
          remedy: `Name it by its id: ${found.map(({ id }) => id).join(', ')}.`,
          facts: { host: name },
        }
      : {
          code: 'host.unknown',
          message: `There is no saved host "${name}".`,
          remedy: `There are: ${hosts.map((host) => (host.id === THIS_MACHINE ? host.id : host.label)).join(', ')}. "smokejumper hosts add" saves another.`,
          facts: { host: name },
        },
  )
}
