/** The desktop door: one window on the built renderer, and the engine in a process beside it. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  safeStorage,
  session,
  utilityProcess,
} from 'electron'
import { places } from '../places.ts'
import { findUserDirectories } from '../user-directories.ts'
import { APP_SCHEME, answerAppRequest, appUrl, schemePrivileges } from './app-scheme.ts'
import { createEngineHost } from './engine-host.ts'
import { answerVault } from './engine-vault.ts'
import { ipcChannels } from './ipc-channels.ts'
import { denyLeaving, denyPermissions } from './lock-down.ts'
import { menuTemplate } from './menu.ts'
import { createSafeStorageVault } from './safe-storage-vault.ts'
import { saveFile } from './save-file.ts'
import { assertOwnSender } from './sender.ts'
import { windowOptions } from './window-options.ts'

/** What the engine gets to close its library and its connections. */
const CLOSE_LIMIT_MS = 10_000

// Chromium brings switches of its own: what is not ours is left to it.
const { values } = parseArgs({ options: { library: { type: 'string' } }, strict: false })
const library = typeof values.library === 'string' ? ['--library', values.library] : []

// Chromium's own files stay away from ours.
const chromiumDirectory = join(findUserDirectories().configDirectory, 'window')
mkdirSync(chromiumDirectory, { recursive: true })
app.setPath('userData', chromiumDirectory)

app.enableSandbox()
protocol.registerSchemesAsPrivileged([schemePrivileges])

let window: BrowserWindow | null = null

const engine = createEngineHost({
  fork: () => utilityProcess.fork(places.engineProcess, library, { serviceName: 'Smokejumper engine' }),
  makePorts: () => new MessageChannelMain(),
  onExit: (why) => window?.webContents.send(ipcChannels.exited, why),
  onFailure: ({ message, remedy }) => {
    dialog.showErrorBox('Smokejumper cannot start', `${message}\n\n${remedy}`)
    app.exit(1)
  },
  onShow: () => focusWindow(),
  onQuit: () => app.quit(),
  onVault: (request) => answerVault(createSafeStorageVault(safeStorage, process.platform), request),
})

const openWindow = async (): Promise<void> => {
  const opened = new BrowserWindow(windowOptions(places.preload))
  window = opened
  opened.once('ready-to-show', () => opened.show())
  opened.on('closed', () => {
    window = null
  })
  await opened.loadURL(appUrl)
}

const focusWindow = (): void => {
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

const listenToWindow = (): void => {
  ipcMain.on(ipcChannels.connect, (event) => {
    assertOwnSender(event.senderFrame)
    event.sender.postMessage(ipcChannels.port, null, [engine.connect()])
  })
  ipcMain.handle(ipcChannels.saveFile, (event, ...request: unknown[]) => {
    assertOwnSender(event.senderFrame)
    return saveFile(request, (options) =>
      window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options),
    )
  })
}

const begin = async (): Promise<void> => {
  denyPermissions(session.defaultSession)
  protocol.handle(APP_SCHEME, (request) => answerAppRequest(request, places.renderer))
  const runCommand = (commandId: string): void => window?.webContents.send(ipcChannels.command, commandId)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(runCommand, process.platform)))
  listenToWindow()
  await openWindow()
}

const crash = (error: unknown): void => {
  dialog.showErrorBox(
    'Smokejumper cannot start',
    error instanceof Error ? (error.stack ?? '') : String(error),
  )
  app.exit(70)
}

let hasEnded = false
const endThenQuit = async (): Promise<void> => {
  await engine.end(CLOSE_LIMIT_MS)
  hasEnded = true
  app.quit()
}

if (app.requestSingleInstanceLock()) {
  app.on('web-contents-created', (_event, contents) => denyLeaving(contents))
  app.on('second-instance', focusWindow)
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (hasEnded) return
    event.preventDefault()
    void endThenQuit()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
  // Not awaited here: Electron is ready only when this module has been evaluated.
  app.whenReady().then(begin).catch(crash)
} else {
  // the same library would have been joined before Electron was started
  process.stdout.write(
    'A Smokejumper window is open already, on another library; it is in front now. There is one window at a time: close it first, or add --browser to open this library in a browser.\n',
  )
  app.quit()
}
