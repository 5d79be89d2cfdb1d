/** The one registry of commands: what the palette lists, what keys run, what `?` explains. */

export interface Command {
  /** 'library.rename'; unique */
  readonly id: string
  /** a verb: 'Rename' */
  readonly title: string
  /** where it belongs: 'Everywhere', 'Library', ...; the view that `?` explains */
  readonly group: string
  /** default key, see keys.ts: 'Mod+K', '/', 'F2' */
  readonly key?: string
  /** absent: the view handles the key itself, it is here to be explained */
  readonly run?: () => void
}

export interface CommandRegistry {
  /** Throws when the id is taken. */
  register(command: Command): Disposable
  list(): readonly Command[]
  find(id: string): Command | undefined
  /** Called when a command came or went. Returns how to stop listening. */
  subscribe(listener: () => void): () => void
}

export function createCommandRegistry(): CommandRegistry {
  const commands = new Map<string, Command>()
  const listeners = new Set<() => void>()
  let listed: readonly Command[] = []
  const changed = () => {
    listed = [...commands.values()]
    for (const listener of [...listeners]) listener()
  }
  return {
    register(command) {
      if (commands.has(command.id)) throw new Error(`the command ${command.id} is registered already`)
      commands.set(command.id, command)
      changed()
      return {
        [Symbol.dispose]() {
          if (commands.get(command.id) !== command) return
          commands.delete(command.id)
          changed()
        },
      }
    },
    list: () => listed,
    find: (id) => commands.get(id),
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
