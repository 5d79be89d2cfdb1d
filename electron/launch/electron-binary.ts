/**
 * Electron's binary, which its npm package downloads only when it is asked for. The package's path.txt holds the
 * path inside dist/ (see node_modules/electron/install.js); ELECTRON_OVERRIDE_DIST_PATH replaces dist/.
 */
import { spawn } from 'node:child_process'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const defaultBinary: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

const readIfThere = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** null: there is none. */
export const findElectronBinary = async (project: string): Promise<string | null> => {
  const folder = join(project, 'node_modules', 'electron')
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const name = await readIfThere(join(folder, 'path.txt'))
  if (name === null && override === undefined) return null
  const path = join(override ?? join(folder, 'dist'), name ?? defaultBinary[process.platform] ?? 'electron')
  return access(path).then(
    () => path,
    () => null,
  )
}

/** Runs the package's own installer; false when it failed or took longer. Ctrl-C ends it with us. */
export const downloadElectronBinary = async (project: string, limitMs: number): Promise<boolean> => {
  const installer = join(project, 'node_modules', 'electron', 'install.js')
  const child = spawn(process.execPath, [installer], {
    stdio: 'ignore',
    timeout: limitMs,
    killSignal: 'SIGKILL',
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve(false))
    child.once('exit', (status) => resolve(status === 0))
  })
}
