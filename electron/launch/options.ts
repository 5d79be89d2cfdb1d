/** The options of `npm start` and of the browser door. */
import { parseArgs } from 'node:util'
import { isParseArgsError, parseInteger, UsageError } from '../usage-error.ts'

export interface StartOptions {
  readonly help: boolean
  /** null: whichever is possible, the desktop first */
  readonly door: 'desktop' | 'browser' | null
  /** of the browser door; 0 for a free one */
  readonly port: number
  /** null: the person's own */
  readonly library: string | null
}

export const startHelp = `npm start [-- OPTIONS]: opens Smokejumper

  --desktop        in a window of its own
  --browser        on a loopback address, for a browser
  --port N         of the browser door (default: a free one)
  --library PATH   the library's file (default: in your data directory)
  --help

Without a choice it is the desktop door, where there is a display, a user who is not root and an Electron binary;
else the browser door.
`

/** Throws a UsageError. */
export const parseStartOptions = (argv: readonly string[]): StartOptions => {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        desktop: { type: 'boolean' },
        browser: { type: 'boolean' },
        port: { type: 'string' },
        library: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.desktop && values.browser) throw new UsageError('Choose one of --desktop and --browser.')
    if (values.desktop && values.port !== undefined) throw new UsageError('--port belongs to --browser.')
    if (values.library === '') throw new UsageError('--library takes a PATH.')
    return {
      help: values.help ?? false,
      // A port is asked for by someone who wants the browser door.
      door: values.desktop ? 'desktop' : values.browser || values.port !== undefined ? 'browser' : null,
      port: values.port === undefined ? 0 : parseInteger(values.port, '--port', 0, 65535),
      library: values.library ?? null,
    }
  } catch (error) {
    if (isParseArgsError(error)) throw new UsageError(error.message, { cause: error })
    throw error
  }
}
