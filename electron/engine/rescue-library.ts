/** What a person chose to do with a damaged library, done at once: for a command that has no page to ask on. */
import type { RecoveryReport } from '../../shared/contract/library-status.ts'
import { isExpected } from '../../shared/errors/errors.ts'
import { type EngineOptions, readVersion } from './engine.ts'
import { takeHold } from './library/holder.ts'
import { beginSession, endSession } from './library/owner.ts'
import type { RescueService } from './workers/rescue-service.ts'
import { startWorker } from './workers/start-worker.ts'

export interface Rescued {
  /** where the damaged library is kept */
  readonly damaged: string
  /** null: it is a new one, and empty */
  readonly report: RecoveryReport | null
}

/** Rejects with library.in-use, library.disk-full or library.corrupt (nothing can be read); it is then as it was. */
export const rescueLibrary = async (
  { libraryPath: path, resourcesDirectory }: Pick<EngineOptions, 'libraryPath' | 'resourcesDirectory'>,
  choice: 'recover' | 'empty',
  tell: (step: string) => void,
): Promise<Rescued> => {
  const owner = beginSession()
  try {
    const hold = takeHold(path, {
      owner,
      door: 'command-line',
      version: await readVersion(resourcesDirectory),
    })
    const rescuer = startWorker<RescueService, 'rescue-worker'>('rescue-worker', { path })
    try {
      const onCopy = ({ bytes, total }: { bytes: number; total: number }) =>
        tell(`Copying the damaged library: ${Math.floor((100 * bytes) / total)} %`)
      const copy = await rescuer.call('keepCopy', null, { onProgress: onCopy }).catch((error: unknown) => {
        // without space for a copy the file itself is moved aside, which is what was chosen
        if (isExpected(error) && error.code === 'library.disk-full') return null
        throw error
      })
      if (choice === 'empty') return { damaged: await rescuer.call('beginAnew', { copy }), report: null }
      const report = await rescuer.call('recover', { copy }, { onProgress: ({ step }) => tell(step) })
      return { damaged: report.damaged, report }
    } finally {
      await rescuer.stop()
      hold.release()
    }
  } finally {
    endSession(owner)
  }
}
