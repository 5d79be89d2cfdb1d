/** The only bridge between the page and Electron: the few functions of DesktopBridge, and the engine's port. */
import { contextBridge, ipcRenderer } from 'electron'
import { type DesktopBridge, ENGINE_PORT } from '../../shared/contract/desktop-bridge.ts'
import { ipcChannels } from './ipc-channels.ts'

// A port cannot pass through contextBridge; a window message can carry it.
ipcRenderer.on(ipcChannels.port, (event) =>
  window.postMessage(ENGINE_PORT, window.location.origin, [...event.ports]),
)

const bridge: DesktopBridge = {
  connect: () => ipcRenderer.send(ipcChannels.connect),
  onEngineExit: (listener) => {
    ipcRenderer.on(ipcChannels.exited, (_event, why: unknown) => listener(String(why)))
  },
  saveFile: async (name, mediaType, bytes) => {
    const outcome: unknown = await ipcRenderer.invoke(ipcChannels.saveFile, name, mediaType, bytes)
    return outcome === 'saved' ? 'saved' : 'cancelled'
  },
  onCommand: (listener) => {
    const onCommand = (_event: unknown, commandId: unknown): void => listener(String(commandId))
    ipcRenderer.on(ipcChannels.command, onCommand)
    return () => {
      ipcRenderer.off(ipcChannels.command, onCommand)
    }
  },
}

contextBridge.exposeInMainWorld('smokejumperDesktop', bridge)
