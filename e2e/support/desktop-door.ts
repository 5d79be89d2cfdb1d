/** The desktop door, where it can be opened: the workbench's window, driven through Playwright's Electron. */
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test'
import { findDesktopObstacle, observeSurroundings } from '../../electron/launch/desktop-obstacle.ts'
import { findElectronBinary } from '../../electron/launch/electron-binary.ts'
import type { Person } from './person.ts'
import { project, type RunningApp } from './running-app.ts'

/** Why it cannot be opened here; null where it can. */
export const desktopObstacle = async (): Promise<string | null> => {
  const obstacle = findDesktopObstacle(observeSurroundings())
  if (obstacle !== null) return obstacle
  return (await findElectronBinary(project)) === null ? 'there is no Electron binary here' : null
}

export interface DesktopDoor {
  readonly app: RunningApp
  readonly electron: ElectronApplication
  readonly page: Page
}

export const openDesktopDoor = async (
  person: Person,
  options: readonly string[] = [],
): Promise<DesktopDoor> => {
  const app = await electron.launch({
    executablePath: (await findElectronBinary(project)) ?? '',
    args: [project, '--library', person.library, ...options],
    env: { ...person.environment },
  })
  const child = app.process()
  let output = ''
  const read = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const page = await app.firstWindow()
  return {
    electron: app,
    page,
    app: {
      pid: child.pid ?? 0,
      url: page.url(),
      output: () => output,
      ended,
      end: async (signal) => {
        // a person closes the window; only SIGKILL gives no chance to
        if (signal === 'SIGKILL') child.kill(signal)
        else await app.close()
        return ended
      },
    },
  }
}
