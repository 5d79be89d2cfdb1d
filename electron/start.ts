/** `npm start`: builds what is missing and opens the door that can be opened here. */
import { runBrowserDoor } from './browser/run.ts'
import { ensureBuild } from './launch/build.ts'
import { findDesktopObstacle, observeSurroundings } from './launch/desktop-obstacle.ts'
import { downloadElectronBinary, findElectronBinary } from './launch/electron-binary.ts'
import { joinRunning } from './launch/join-running.ts'
import { openDesktop } from './launch/open-desktop.ts'
import { parseStartOptions, type StartOptions, startHelp } from './launch/options.ts'
import { reportFailure } from './launch/report-failure.ts'
import { places } from './places.ts'
import { findUserDirectories } from './user-directories.ts'

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Some 120 MB. Who insists on the window waits longer for it. */
const downloadLimitSeconds = { asked: 600, tried: 60 } as const

type Desktop = { readonly electron: string } | { readonly obstacle: string }

const findDesktop = async (door: StartOptions['door']): Promise<Desktop> => {
  const obstacle = findDesktopObstacle(observeSurroundings())
  if (obstacle !== null) return { obstacle }
  const found = await findElectronBinary(places.project)
  if (found !== null) return { electron: found }
  const seconds = downloadLimitSeconds[door === 'desktop' ? 'asked' : 'tried']
  say(`Electron's binary is not here yet: downloading it (for ${seconds} s at most).`)
  await downloadElectronBinary(places.project, seconds * 1000)
  const downloaded = await findElectronBinary(places.project)
  return downloaded === null
    ? { obstacle: 'there is no Electron binary here and it could not be downloaded' }
    : { electron: downloaded }
}

const start = async (options: StartOptions): Promise<number> => {
  if (options.help) {
    say(startHelp)
    return 0
  }
  // before anything is built: there may be nothing to open
  if (await joinRunning(options.library ?? findUserDirectories().libraryPath, say)) return 0
  await ensureBuild(places.project, say)
  if (options.door === 'browser') return runBrowserDoor(options)
  const desktop = await findDesktop(options.door)
  if ('electron' in desktop) {
    const status = await openDesktop(desktop.electron, places.project, options.library)
    if (status !== 0) say(`Electron ended with status ${status}. "npm start -- --browser" does without it.`)
    return status
  }
  if (options.door === 'desktop') {
    say(
      `The desktop door cannot be opened, because ${desktop.obstacle}. "npm start -- --browser" does without it.`,
    )
    return 1
  }
  say(`Opening in the browser, because ${desktop.obstacle}.`)
  return runBrowserDoor(options)
}

try {
  process.exitCode = await start(parseStartOptions(process.argv.slice(2)))
} catch (error) {
  process.exitCode = reportFailure(error, (line) => process.stderr.write(`${line}\n`))
}
