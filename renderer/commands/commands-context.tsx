/** Commands in React: registered for as long as the component that can do them is there. */
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { isTyping, matchesKey } from './keys.ts'
import { type Command, type CommandRegistry, createCommandRegistry } from './registry.ts'

const CommandsContext = createContext<CommandRegistry | null>(null)

/** Holds the registry and runs commands by their keys. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(createCommandRegistry)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog:modal') !== null)
        return
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey
      if (plain && isTyping(event.target)) return
      const command = registry
        .list()
        .find(({ key, run }) => key !== undefined && run !== undefined && matchesKey(event, key))
      if (command?.run === undefined) return
      event.preventDefault()
      command.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [registry])
  return <CommandsContext value={registry}>{children}</CommandsContext>
}

export function useCommandRegistry(): CommandRegistry {
  const registry = useContext(CommandsContext)
  if (registry === null) throw new Error('useCommandRegistry outside of CommandsProvider')
  return registry
}

export function useCommands(): readonly Command[] {
  const registry = useCommandRegistry()
  return useSyncExternalStore(registry.subscribe, registry.list)
}

/**
 * Registers a command while the component is there and `enabled`. `run` may be a new function on each render;
 * leave it out for a key that the view handles itself and that `?` is to explain.
 */
export function useCommand({ id, title, group, key, run }: Command, enabled = true): void {
  const registry = useCommandRegistry()
  const latest = useRef(run)
  latest.current = run
  const runs = run !== undefined
  useEffect(() => {
    if (!enabled) return
    const registration = registry.register({
      id,
      title,
      group,
      ...(key === undefined ? {} : { key }),
      ...(runs ? { run: () => latest.current?.() } : {}),
    })
    return () => registration[Symbol.dispose]()
  }, [registry, id, title, group, key, runs, enabled])
}
