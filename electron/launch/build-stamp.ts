/** Whether out/ is what the sources say. The build writes what it was made of into out/build-stamp.json. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a build is made of, in the project's folder. */
const sources = [
  'electron',
  'renderer',
  'shared',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]

const stampPath = (project: string): string => join(project, 'out', 'build-stamp.json')

const isSource = (name: string): boolean => !/\.test\.tsx?$/.test(name)

const listFiles = async (path: string): Promise<string[]> => {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && isSource(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Changes when a source is edited, added, renamed or removed: a hash over paths, sizes and times. */
export const describeSources = async (project: string): Promise<string> => {
  const lists = await Promise.all(sources.map((source) => listFiles(join(project, source))))
  const lines = await Promise.all(
    lists.flat().map(async (file) => {
      const { mtimeMs, size } = await stat(file)
      return `${file} ${size} ${mtimeMs}`
    }),
  )
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}

export type BuildState = 'fresh' | 'stale' | 'missing'

export const readBuildState = async (project: string): Promise<BuildState> => {
  const [stamp, current] = await Promise.all([readStamp(project), describeSources(project)])
  if (stamp === null) return 'missing'
  return stamp === current ? 'fresh' : 'stale'
}

const readStamp = async (project: string): Promise<string | null> => {
  try {
    const stamp: unknown = JSON.parse(await readFile(stampPath(project), 'utf8'))
    return typeof stamp === 'object' && stamp !== null && 'sources' in stamp ? String(stamp.sources) : null
  } catch (error) {
    // No stamp, or half of one: then there is no build to speak of.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null
    throw error
  }
}

/** @param described what `describeSources` gave before the build, so that an edit during it counts as one */
export const writeStamp = async (project: string, described: string): Promise<void> => {
  await mkdir(join(project, 'out'), { recursive: true })
  await writeFile(stampPath(project), `${JSON.stringify({ sources: described })}\n`)
}
