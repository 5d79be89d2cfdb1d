/**
 * The workbench as a fixture, behind the door of the project that runs: started as a person starts it, with its page.
 * After the test it must end cleanly, and nothing may have gone wrong on the page. Where the door cannot be opened,
 * the test is skipped and says why.
 */
import { test as base, type ElectronApplication, expect, type Page } from '@playwright/test'
import { desktopObstacle, openDesktopDoor } from './desktop-door.ts'
import { watchForProblems } from './page-problems.ts'
import { makePerson, type Person } from './person.ts'
import { type CliResult, runCli } from './run-cli.ts'
import { type RunningApp, startApp } from './running-app.ts'

export interface Workbench {
  readonly person: Person
  /** the running one's; behind the desktop door another one after each start */
  readonly page: Page
  /** the running one; after `kill` the last one */
  readonly app: RunningApp
  /** null behind the browser door */
  readonly electron: ElectronApplication | null
  /** Starts it again (after `kill`) and opens its page. */
  start(options?: readonly string[]): Promise<void>
  /** Ends it as a person does, then starts it. */
  restart(): Promise<void>
  /** Waits until it has ended by itself; its exit status. */
  ended(): Promise<number | null>
  /** SIGKILL: no chance to tidy up. */
  kill(): Promise<void>
  cli(...args: string[]): Promise<CliResult>
}

export interface DoorOption {
  readonly door: 'browser' | 'desktop'
}

interface Open {
  readonly app: RunningApp
  readonly page: Page
  readonly electron: ElectronApplication | null
}

interface Fixtures {
  readonly doorOpens: undefined
  readonly workbench: Workbench
}

export const test = base.extend<Fixtures & DoorOption>({
  door: ['browser', { option: true }],
  doorOpens: [
    async ({ door }, use, testInfo) => {
      const obstacle = door === 'desktop' ? await desktopObstacle() : null
      testInfo.skip(obstacle !== null, `The desktop door cannot be opened: ${obstacle}.`)
      await use(undefined)
    },
    { auto: true },
  ],
  workbench: async ({ door, page }, use) => {
    const person = await makePerson()
    const problems: string[][] = []
    const open = async (options: readonly string[] = []): Promise<Open> => {
      if (door === 'desktop') {
        const opened = await openDesktopDoor(person, options)
        problems.push(watchForProblems(opened.page))
        return opened
      }
      const app = await startApp(person, options)
      await page.goto(app.url)
      return { app, page, electron: null }
    }
    if (door === 'browser') problems.push(watchForProblems(page))
    let current = await open()
    let isRunning = true
    const start = async (options: readonly string[] = []): Promise<void> => {
      current = await open(options)
      isRunning = true
    }
    const end = async (signal: NodeJS.Signals): Promise<number | null> => {
      isRunning = false
      return current.app.end(signal)
    }
    try {
      await use({
        person,
        get page() {
          return current.page
        },
        get app() {
          return current.app
        },
        get electron() {
          return current.electron
        },
        start,
        restart: async () => {
          await end('SIGINT')
          await start()
        },
        ended: () => {
          isRunning = false
          return current.app.ended
        },
        kill: async () => {
          await end('SIGKILL')
        },
        cli: (...args) => runCli(person, args),
      })
      if (isRunning) {
        expect(await end('SIGINT'), `It ends cleanly; it said:\n${current.app.output()}`).toBe(0)
      }
      expect(problems.flat()).toEqual([])
    } finally {
      if (isRunning) await current.app.end('SIGKILL')
      await person.remove()
    }
  },
})

export { expect } from '@playwright/test'
