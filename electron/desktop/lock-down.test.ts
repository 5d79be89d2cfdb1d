import type { Session, WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { type Contents, denyLeaving, denyPermissions } from './lock-down.ts'
import { assertOwnSender } from './sender.ts'
import { windowOptions } from './window-options.ts'

type PermissionSession = Parameters<typeof denyPermissions>[0]

/** Keeps the handlers that a session is given. */
const makeSession = () => {
  const handlers: Partial<{
    request: Parameters<Session['setPermissionRequestHandler']>[0]
    check: Parameters<Session['setPermissionCheckHandler']>[0]
    device: Parameters<Session['setDevicePermissionHandler']>[0]
    media: Parameters<Session['setDisplayMediaRequestHandler']>[0]
  }> = {}
  const session: PermissionSession = {
    setPermissionRequestHandler: (handler) => {
      handlers.request = handler
    },
    setPermissionCheckHandler: (handler) => {
      handlers.check = handler
    },
    setDevicePermissionHandler: (handler) => {
      handlers.device = handler
    },
    setDisplayMediaRequestHandler: (handler) => {
      handlers.media = handler
    },
  }
  return { session, handlers }
}

/** Keeps the listeners that a page is given, and fires them. */
const makeContents = () => {
  const listeners = new Map<string, (event: { url: string; preventDefault: () => void }) => void>()
  let openHandler: (() => { action: 'deny' }) | undefined
  const contents: Contents = {
    on: (event: string, listener: (event: { url: string; preventDefault(): void }) => void) =>
      listeners.set(event, listener),
    setWindowOpenHandler: (handler) => {
      openHandler = handler
    },
  }
  return {
    contents,
    open: () => openHandler?.(),
    isPrevented: (event: string, url: string): boolean => {
      let prevented = false
      listeners.get(event)?.({
        url,
        preventDefault: () => {
          prevented = true
        },
      })
      return prevented
    },
  }
}

describe('the locked down window', () => {
  it('denies each permission, asked for or checked', () => {
    const { session, handlers } = makeSession()
    denyPermissions(session)
    const answers: boolean[] = []
    for (const permission of ['media', 'clipboard-read', 'openExternal', 'notifications'] as const) {
      handlers.request?.({} as WebContents, permission, (granted) => answers.push(granted), {} as never)
      answers.push(handlers.check?.(null, permission, 'app://smokejumper', {} as never) ?? true)
    }
    answers.push(handlers.device?.({} as never) ?? true)
    expect(answers).toEqual(Array.from({ length: 9 }, () => false))
    expect(handlers.media).toBeNull()
  })

  it('leaves for no other page, by whatever way, and stays free to reload', () => {
    const { contents, isPrevented } = makeContents()
    denyLeaving(contents)
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(isPrevented(event, 'https://evil.example/')).toBe(true)
      expect(isPrevented(event, 'file:///etc/passwd')).toBe(true)
      expect(isPrevented(event, 'app://smokejumper/')).toBe(false)
    }
    expect(isPrevented('will-attach-webview', 'app://smokejumper/')).toBe(true)
  })

  it('opens no second window', () => {
    const { contents, open } = makeContents()
    denyLeaving(contents)
    expect(open()).toEqual({ action: 'deny' })
  })

  it('is sandboxed and isolated, without Node', () => {
    expect(windowOptions('/p/preload.cjs').webPreferences).toMatchObject({
      preload: '/p/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
    })
  })
})

describe('a message to the main process', () => {
  const top = { url: 'app://smokejumper/', parent: null }

  it('is taken from the top frame of our own page', () => {
    expect(() => assertOwnSender(top)).not.toThrow()
  })

  it('is refused from a frame within it, from another page, and from one that is gone', () => {
    expect(() => assertOwnSender({ ...top, parent: top as never })).toThrow(/refused/)
    expect(() => assertOwnSender({ url: 'https://evil.example/', parent: null })).toThrow(
      /evil\.example.*refused/,
    )
    expect(() => assertOwnSender(null)).toThrow(/refused/)
  })
})
