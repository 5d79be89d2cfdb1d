/**
 * The browser door as a fixture: the app started as a person starts it, and its page. After the test it must end
 * cleanly on Ctrl-C, and nothing may have gone wrong on the page.
 */
import { test as base, expect, type Page } from '@playwright/test'
import { watchForProblems } from './page-problems.ts'
import { makePerson, type Person } from './person.ts'
import { type CliResult, runCli } from './run-cli.ts'
import { type RunningApp, startApp } from './running-app.ts'

export interface Workbench {
  readonly person: Person
  readonly page: Page
  /** the running one; after `kill` the last one */
  readonly app: RunningApp
  /** Starts it again (after `kill`, or another start) and opens its new URL. */
  start(options?: readonly string[]): Promise<void>
  /** Ctrl-C, then start. */
  restart(): Promise<void>
  /** SIGKILL: no chance to tidy up. */
  kill(): Promise<void>
  cli(...args: string[]): Promise<CliResult>
}

export const test = base.extend<{ workbench: Workbench }>({
  workbench: async ({ page }, use) => {
    const person = await makePerson()
    const problems = watchForProblems(page)
    let app = await startApp(person)
    let isRunning = true
    const start = async (options: readonly string[] = []): Promise<void> => {
      app = await startApp(person, options)
      isRunning = true
      await page.goto(app.url)
    }
    const end = async (signal: NodeJS.Signals): Promise<number | null> => {
      isRunning = false
      return app.end(signal)
    }
    try {
      await page.goto(app.url)
      await use({
        person,
        page,
        get app() {
          return app
        },
        start,
        restart: async () => {
          await end('SIGINT')
          await start()
        },
        kill: async () => {
          await end('SIGKILL')
        },
        cli: (...args) => runCli(person, args),
      })
      if (isRunning) expect(await end('SIGINT'), `Ctrl-C ends it cleanly; it said:\n${app.output()}`).toBe(0)
      expect(problems).toEqual([])
    } finally {
      if (isRunning) await app.end('SIGKILL')
      await person.remove()
    }
  },
})

export { expect } from '@playwright/test'
