/** Where a person's library and settings lie, by each system's own custom. */
import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'

export interface UserDirectories {
  /** the SQLite file */
  readonly libraryPath: string
  /** the application's own known_hosts */
  readonly configDirectory: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * XDG Base Directory Specification on Linux (a relative XDG path is to be ignored, it says), ~/Library on macOS,
 * %APPDATA% and %LOCALAPPDATA% on Windows.
 */
export const findUserDirectories = (
  platform: NodeJS.Platform = process.platform,
  environment: Environment = process.env,
  home: string = homedir(),
): UserDirectories => {
  if (platform === 'win32') {
    const { join } = win32
    const local = environment.LOCALAPPDATA || join(home, 'AppData', 'Local')
    const roaming = environment.APPDATA || join(home, 'AppData', 'Roaming')
    return {
      libraryPath: join(local, 'Smokejumper', 'library.db'),
      configDirectory: join(roaming, 'Smokejumper'),
    }
  }
  const { join, isAbsolute } = posix
  if (platform === 'darwin') {
    const support = join(home, 'Library', 'Application Support', 'Smokejumper')
    return { libraryPath: join(support, 'library.db'), configDirectory: support }
  }
  const base = (variable: string | undefined, fallback: string): string =>
    variable !== undefined && isAbsolute(variable) ? variable : join(home, fallback)
  return {
    libraryPath: join(base(environment.XDG_DATA_HOME, '.local/share'), 'smokejumper', 'library.db'),
    configDirectory: join(base(environment.XDG_CONFIG_HOME, '.config'), 'smokejumper'),
  }
}
