import type { BrowserWindowConstructorOptions } from 'electron'

/** A window that can do nothing but draw and talk through its preload script. */
export const windowOptions = (preload: string): BrowserWindowConstructorOptions => ({
  title: 'Smokejumper',
  width: 1440,
  height: 900,
  minWidth: 900,
  minHeight: 600,
  // Shown when there is something to see, without a white flash.
  show: false,
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  },
})
