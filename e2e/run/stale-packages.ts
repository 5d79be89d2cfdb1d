/** Whether node_modules is what package-lock.json says. `npm ci` writes a lock file of its own into it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>
}

const readLock = (file: string): Lock => JSON.parse(readFileSync(file, 'utf8')) as Lock

/** The packages that are missing or of another version. Packages for other systems are optional. */
export const findStalePackages = (project: string): string[] => {
  const wanted = readLock(join(project, 'package-lock.json')).packages
  const installed = readLock(join(project, 'node_modules', '.package-lock.json')).packages
  return Object.entries(wanted)
    .filter(
      ([path, { version, optional }]) => path !== '' && !optional && installed[path]?.version !== version,
    )
    .map(([path]) => path)
}
