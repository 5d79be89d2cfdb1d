/** What can be done with a library before it is opened: look for damage, keep a copy, recover what can be read. */
import { keepDamagedCopy } from '../library/damaged-copy.ts'
import { beginAnew, recoverLibrary } from '../library/recover-library.ts'
import { scanLibrary } from '../library/scan-library.ts'
import type { WorkerCallContext } from './calls.ts'
import { createPacer } from './pacer.ts'

export type RescueService = ReturnType<typeof createRescueService>

interface CopyProgress {
  readonly bytes: number
  readonly total: number
}

export const createRescueService = (path: string) => ({
  scan: (_: null, { signal, report }: WorkerCallContext<{ bytes: number }>) => {
    const pace = createPacer(signal)
    return scanLibrary(path, {
      report: async (progress) => {
        report(progress)
        await pace()
      },
    })
  },
  keepCopy: (_: null, { signal, report }: WorkerCallContext<CopyProgress>) => {
    const pace = createPacer(signal)
    return keepDamagedCopy(path, {
      report: async (progress) => {
        report(progress)
        await pace()
      },
    })
  },
  recover: ({ copy }: { copy: string | null }, { signal, report }: WorkerCallContext<{ step: string }>) => {
    const pace = createPacer(signal)
    return recoverLibrary(path, {
      copy,
      report: async (progress) => {
        report(progress)
        await pace()
      },
    })
  },
  beginAnew: ({ copy }: { copy: string | null }) => beginAnew(path, copy),
})
