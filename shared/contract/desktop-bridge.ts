/** What the desktop door's preload script puts into the window, and nothing more. */
export interface DesktopBridge {
  /** Asks for a connection to the engine; its port then comes as a window message whose data is ENGINE_PORT. */
  connect(): void
  /** Called with a sentence when the engine's process has ended unasked. */
  onEngineExit(listener: (why: string) => void): void
  /** The system's save dialog, then the file. Rejects when it could not be written. */
  saveFile(name: string, mediaType: string, bytes: Uint8Array): Promise<'saved' | 'cancelled'>
  /** Called with the id of a command of the renderer when it was chosen in the application's menu. Returns how to stop. */
  onCommand(listener: (commandId: string) => void): () => void
}

export const ENGINE_PORT = 'smokejumper:engine-port'

declare global {
  interface Window {
    /** only behind the desktop door */
    readonly smokejumperDesktop?: DesktopBridge
  }
}
