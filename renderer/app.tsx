/** The frame: rail, page, status bar, and what lies over them. */
import { type ReactNode, useEffect, useState } from 'react'
import { CommandsProvider, useCommand, useCommandRegistry } from './commands/commands-context.tsx'
import { KeysHelp } from './commands/keys-help.tsx'
import { Palette } from './commands/palette.tsx'
import { ToastProvider } from './components/toast.tsx'
import { useDoor } from './engine-context.tsx'
import { EngineLost, useEngineLost } from './frame/engine-lost.tsx'
import { LibraryDamaged } from './frame/library-damaged.tsx'
import { Pages } from './frame/pages.tsx'
import { Rail } from './frame/rail.tsx'
import { SettingsProvider, useSettings } from './frame/settings-context.tsx'
import { StatusBar } from './frame/status-bar.tsx'
import { DropTarget } from './imports/drop-target.tsx'
import { ImportsProvider } from './imports/imports-context.tsx'
import { goTo, useLocation } from './location/use-location.ts'
import { MarkingProvider } from './markers/marking-context.tsx'
import { useOpenLibrary } from './opening/library-gate.tsx'
import { Prompts } from './prompts/prompts.tsx'
import { RunningProvider } from './running/running-context.tsx'
import './frame/frame.css'

export function App() {
  return (
    <Providers>
      <Frame />
      <Prompts />
    </Providers>
  )
}

const Providers = ({ children }: { children: ReactNode }) => (
  <ToastProvider>
    <CommandsProvider>
      <SettingsProvider>
        <RunningProvider>
          <MarkingProvider>
            <ImportsProvider>{children}</ImportsProvider>
          </MarkingProvider>
        </RunningProvider>
      </SettingsProvider>
    </CommandsProvider>
  </ToastProvider>
)

function Frame() {
  const location = useLocation()
  const lost = useEngineLost()
  const isDamaged = useOpenLibrary().problems.length > 0
  const [over, setOver] = useState<'palette' | 'keys' | null>(null)
  useFrameCommands(setOver)
  return (
    <div className={lost || isDamaged ? 'frame frame-with-lost' : 'frame'}>
      {(lost || isDamaged) && <div className="frame-lost">{lost ? <EngineLost /> : <LibraryDamaged />}</div>}
      <Rail page={location.page} />
      <main className="frame-page">
        <Pages location={location} />
      </main>
      <StatusBar />
      <DropTarget />
      {over === 'palette' && <Palette onClose={() => setOver(null)} />}
      {over === 'keys' && <KeysHelp onClose={() => setOver(null)} />}
    </div>
  )
}

const nextTheme = { system: 'dark', dark: 'light', light: 'system' } as const

function useFrameCommands(setOver: (over: 'palette' | 'keys') => void): void {
  const { settings, change } = useSettings()
  const group = 'Everywhere'
  useCommand({
    id: 'palette.open',
    title: 'Search everything',
    group,
    key: 'Mod+K',
    run: () => setOver('palette'),
  })
  useCommand({
    id: 'keys.show',
    title: 'Show the keys of this view',
    group,
    key: '?',
    run: () => setOver('keys'),
  })
  useCommand({ id: 'go.library', title: 'Go to the library', group, run: () => goTo({ page: 'library' }) })
  useCommand({
    id: 'go.hosts',
    title: 'Go to the hosts',
    group,
    run: () => goTo({ page: 'hosts', hostId: null }),
  })
  useCommand({
    id: 'go.recipes',
    title: 'Start a capture',
    group,
    run: () => goTo({ page: 'recipes', recipeId: null, hostId: null }),
  })
  useCommand({
    id: 'host.add',
    title: 'Add a host',
    group,
    run: () => goTo({ page: 'hosts', hostId: 'new' }),
  })
  useCommand({ id: 'go.settings', title: 'Go to the settings', group, run: () => goTo({ page: 'settings' }) })
  useCommand({
    id: 'theme.next',
    title: 'Change the theme (system, dark, light)',
    group,
    run: () => change({ theme: nextTheme[settings?.theme ?? 'system'] }),
  })
  useMenuCommands()
}

/** The desktop application's menu runs commands of the same registry. */
function useMenuCommands(): void {
  const door = useDoor()
  const registry = useCommandRegistry()
  useEffect(() => door.onMenuCommand((id) => registry.find(id)?.run?.()), [door, registry])
}
