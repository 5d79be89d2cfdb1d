import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Whatever the tests start from source, workers and processes, takes its stripped types from here: half of the start.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url))

export default defineConfig({
  test: {
    // vitest leaves one processor free, which on two is half of the machine
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}'],
          pool: 'forks',
          // They change nothing that another file sees; to load all modules anew for each is most of the short ones.
          isolate: false,
          // some start processes and workers, on machines with much else to do
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['e2e/integration/**/*.test.ts'],
          pool: 'forks',
          // They wait more than they compute: for captures of seconds, for the polls of hosts.
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
