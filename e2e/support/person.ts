/** A person with an empty home: nothing of the one who runs the tests is read or written. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Person {
  /** removed at the end */
  readonly folder: string
  readonly home: string
  readonly library: string
  /** the environment of what they start */
  readonly environment: Readonly<Record<string, string>>
  remove(): Promise<void>
}

const kept = [
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'DISPLAY',
  'XAUTHORITY',
  'USER',
  'LOGNAME',
  'SHELL',
  'NODE_COMPILE_CACHE',
] as const

export const makePerson = async (): Promise<Person> => {
  const folder = await mkdtemp(join(tmpdir(), 'smokejumper-person-'))
  const home = join(folder, 'home')
  await mkdir(join(home, '.ssh'), { recursive: true, mode: 0o700 })
  const inherited = kept.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  return {
    folder,
    home,
    library: join(folder, 'library.db'),
    environment: {
      ...Object.fromEntries(inherited),
      HOME: home,
      XDG_DATA_HOME: join(home, '.local', 'share'),
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_CACHE_HOME: join(home, '.cache'),
      XDG_STATE_HOME: join(home, '.local', 'state'),
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}
