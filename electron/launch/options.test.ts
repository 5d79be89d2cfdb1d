import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { findDesktopObstacle } from './desktop-obstacle.ts'
import { parseStartOptions } from './options.ts'

describe('the options of npm start', () => {
  it('leave everything open when there are none', () => {
    expect(parseStartOptions([])).toEqual({ help: false, door: null, port: 0, library: null })
  })

  it('choose a door, a port and a library', () => {
    expect(parseStartOptions(['--desktop', '--library', 'a b.db'])).toEqual({
      help: false,
      door: 'desktop',
      port: 0,
      library: 'a b.db',
    })
    expect(parseStartOptions(['--port=8080'])).toMatchObject({ door: 'browser', port: 8080 })
  })

  it.each([
    [['--bogus'], /--bogus/],
    [['extra'], /extra/],
    [['--port', 'x'], /--port takes a whole number from 0 to 65535, not "x"/],
    [['--port', '65536'], /65536/],
    [['--port', '1e3'], /1e3/],
    [['--port'], /--port/],
    [['--desktop', '--browser'], /Choose one/],
    [['--desktop', '--port', '1'], /--port belongs to --browser/],
    [['--library', ''], /--library takes a PATH/],
  ])('%j are refused', (argv, message) => {
    expect(() => parseStartOptions(argv)).toThrow(UsageError)
    expect(() => parseStartOptions(argv)).toThrow(message)
  })
})

describe('what is in the way of the desktop door', () => {
  it('is root, a missing display, or nothing', () => {
    const uid = 1000
    expect(findDesktopObstacle({ platform: 'linux', environment: { DISPLAY: ':0' }, uid: 0 })).toMatch(/root/)
    expect(findDesktopObstacle({ platform: 'linux', environment: {}, uid })).toMatch(/no display/)
    expect(findDesktopObstacle({ platform: 'linux', environment: { DISPLAY: '' }, uid })).toMatch(
      /no display/,
    )
    expect(findDesktopObstacle({ platform: 'linux', environment: { DISPLAY: ':0' }, uid })).toBeNull()
    expect(findDesktopObstacle({ platform: 'linux', environment: { WAYLAND_DISPLAY: 'w' }, uid })).toBeNull()
    expect(findDesktopObstacle({ platform: 'darwin', environment: {}, uid })).toBeNull()
    expect(findDesktopObstacle({ platform: 'win32', environment: {}, uid: null })).toBeNull()
  })
})
