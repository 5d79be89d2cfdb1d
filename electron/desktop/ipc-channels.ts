/** The names of all messages between the window and the main process. */
export const ipcChannels = {
  /** window -> main: give me a connection to the engine */
  connect: 'engine:connect',
  /** main -> window: here is its port */
  port: 'engine:port',
  /** main -> window: its process has ended, with why */
  exited: 'engine:exited',
  /** window -> main, answered: save dialog, then the file */
  saveFile: 'file:save',
  /** main -> window: id of a command that was chosen in the menu */
  command: 'menu:command',
} as const
