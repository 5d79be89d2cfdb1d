/** Denies a session and its pages whatever the workbench does not need: all permissions, leaving, opening. */
import type { Session } from 'electron'
import { isAppUrl } from './app-scheme.ts'

export const denyPermissions = (
  session: Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
  >,
): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
}

type Leaving = 'will-navigate' | 'will-frame-navigate' | 'will-redirect'

/** What is used of Electron's WebContents. */
export interface Contents {
  setWindowOpenHandler(handler: () => { action: 'deny' }): void
  on(event: Leaving, listener: (event: { url: string; preventDefault(): void }) => void): unknown
  on(event: 'will-attach-webview', listener: (event: { preventDefault(): void }) => void): unknown
}

const leavings: readonly Leaving[] = ['will-navigate', 'will-frame-navigate', 'will-redirect']

export const denyLeaving = (contents: Contents): void => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  for (const leaving of leavings) {
    contents.on(leaving, (event) => {
      // A reload is a navigation to where we are.
      if (!isAppUrl(event.url)) event.preventDefault()
    })
  }
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
