/** The desktop door as a fixture. Where it cannot be opened, the test is skipped and says why. */
import {
  test as base,
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
} from '@playwright/test'
import { findDesktopObstacle, observeSurroundings } from '../../electron/launch/desktop-obstacle.ts'
import { findElectronBinary } from '../../electron/launch/electron-binary.ts'
import { watchForProblems } from './page-problems.ts'
import { makePerson, type Person } from './person.ts'
import { project } from './running-app.ts'

export interface DesktopWorkbench {
  readonly person: Person
  readonly app: ElectronApplication
  readonly page: Page
  /** Closes it as a person does, and opens it again. */
  restart(): Promise<void>
}

const findObstacle = async (): Promise<string | null> => {
  const obstacle = findDesktopObstacle(observeSurroundings())
  if (obstacle !== null) return obstacle
  return (await findElectronBinary(project)) === null ? 'there is no Electron binary here' : null
}

export const test = base.extend<{ desktop: DesktopWorkbench }>({
  // Playwright needs the braces to see that the fixture depends on no other.
  // biome-ignore lint/correctness/noEmptyPattern: see above
  desktop: async ({}, use, testInfo) => {
    const obstacle = await findObstacle()
    testInfo.skip(obstacle !== null, `The desktop door cannot be opened: ${obstacle}.`)
    const executablePath = (await findElectronBinary(project)) ?? ''
    const person = await makePerson()
    const problems: string[][] = []
    const open = async (): Promise<{ app: ElectronApplication; page: Page }> => {
      const app = await electron.launch({
        executablePath,
        args: [project, '--library', person.library],
        env: { ...person.environment },
      })
      const page = await app.firstWindow()
      problems.push(watchForProblems(page))
      return { app, page }
    }
    let current = await open()
    try {
      await use({
        person,
        get app() {
          return current.app
        },
        get page() {
          return current.page
        },
        restart: async () => {
          await current.app.close()
          current = await open()
        },
      })
      expect(problems.flat()).toEqual([])
    } finally {
      await current.app.close()
      await person.remove()
    }
  },
})

export { expect } from '@playwright/test'
