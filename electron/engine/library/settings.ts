/** The person's settings: what was not set is at its default. */
import type { Database } from 'better-sqlite3'
import { type Settings, settingsSchema } from '../../../shared/contract/contract.ts'

export const defaultSettings: Settings = { theme: 'system', graceSeconds: 60 }

export function readSettings(db: Database): Settings {
  const rows = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM settings').all()
  const stored = Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value)]))
  return settingsSchema.parse({ ...defaultSettings, ...stored })
}

export function writeSettings(db: Database, change: Partial<Settings>): Settings {
  const write = db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  db.transaction(() => {
    for (const [key, value] of Object.entries(change))
      if (value !== undefined) write.run(key, JSON.stringify(value))
  }).immediate()
  return readSettings(db)
}
