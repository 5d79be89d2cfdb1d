/** The settings, as they are now; the theme follows them. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import type { Settings } from '../../shared/contract/contract.ts'
import { useFailureToast } from '../components/toast.tsx'
import { useEngine, useEngineEvent } from '../engine-context.tsx'
import { applyTheme } from '../theme/theme.ts'

interface SettingsStore {
  /** null until they are read */
  readonly settings: Settings | null
  readonly change: (change: Partial<Settings>) => void
}

const SettingsContext = createContext<SettingsStore | null>(null)

export function SettingsProvider({ children }: { children: ReactNode }) {
  const engine = useEngine()
  const fail = useFailureToast()
  const [settings, setSettings] = useState<Settings | null>(null)
  useEffect(() => {
    engine.call('settings.read', {}).then(setSettings, fail)
  }, [engine, fail])
  useEngineEvent('settings.changed', setSettings)
  const theme = settings?.theme ?? 'system'
  useEffect(() => applyTheme(theme), [theme])
  const change = useCallback(
    (wanted: Partial<Settings>) => {
      engine.call('settings.write', wanted).then(setSettings, fail)
    },
    [engine, fail],
  )
  return <SettingsContext value={{ settings, change }}>{children}</SettingsContext>
}

export function useSettings(): SettingsStore {
  const store = useContext(SettingsContext)
  if (store === null) throw new Error('useSettings outside of SettingsProvider')
  return store
}
