/** The application's menu, from a list: commands of the renderer's registry, and what every application has. */
import type { MenuItemConstructorOptions } from 'electron'

type Role = NonNullable<MenuItemConstructorOptions['role']>
type Entry = { readonly title: string; readonly command: string } | { readonly role: Role } | 'line'

const menus: readonly { readonly title: string; readonly entries: readonly Entry[] }[] = [
  {
    title: 'File',
    entries: [
      { title: 'Start a Capture', command: 'go.recipes' },
      { title: 'Add a Host', command: 'host.add' },
      'line',
      { title: 'Settings', command: 'go.settings' },
      'line',
      { role: 'quit' },
    ],
  },
  {
    title: 'Edit',
    entries: [
      { role: 'undo' },
      { role: 'redo' },
      'line',
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  },
  {
    title: 'View',
    entries: [
      { title: 'Library', command: 'go.library' },
      { title: 'Hosts', command: 'go.hosts' },
      { title: 'Change the Theme', command: 'theme.next' },
      'line',
      { role: 'reload' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
    ],
  },
  {
    title: 'Help',
    entries: [
      { title: 'Search Everything', command: 'palette.open' },
      { title: 'Keys of This View', command: 'keys.show' },
    ],
  },
]

export const menuTemplate = (
  runCommand: (commandId: string) => void,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] => [
  ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
  ...menus.map(({ title, entries }) => ({
    label: title,
    submenu: entries.map((entry): MenuItemConstructorOptions => {
      if (entry === 'line') return { type: 'separator' }
      if ('role' in entry) return { role: entry.role }
      return { label: entry.title, click: () => runCommand(entry.command) }
    }),
  })),
]
