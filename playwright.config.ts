/** The end-to-end tests: the browser door in Chromium, the desktop door where Electron can run. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'
import type { DoorOption } from './e2e/support/workbench.ts'

// What is started from source takes its stripped types from here: half of the start.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url))

export default defineConfig<DoorOption>({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  forbidOnly: process.env.CI !== undefined,
  // Each test has a home, a library and a workbench of its own, and looks only for what its own captures started.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['./e2e/run/playwright-report.ts']],
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // the same specs behind both doors; what is about one door alone has its name
  projects: [
    { name: 'browser', testIgnore: '**/desktop-*.spec.ts', use: { door: 'browser' } },
    { name: 'desktop', testIgnore: '**/browser-*.spec.ts', use: { door: 'desktop' } },
  ],
})
