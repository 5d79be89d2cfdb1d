/** Runs the desktop door as its own process and ends with it. */
import { spawn } from 'node:child_process'

/** Resolves with the exit status. */
export const openDesktop = async (
  electron: string,
  project: string,
  library: string | null,
): Promise<number> => {
  const child = spawn(electron, [project, ...(library === null ? [] : ['--library', library])], {
    stdio: 'inherit',
  })
  const pass = (signal: NodeJS.Signals): void => {
    child.kill(signal)
  }
  // The terminal sends Ctrl-C to both; TERM reaches only us.
  const ignore = (): void => {}
  process.on('SIGINT', ignore)
  process.on('SIGTERM', pass)
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (status) => resolve(status ?? 1))
    })
  } finally {
    process.off('SIGINT', ignore)
    process.off('SIGTERM', pass)
  }
}
