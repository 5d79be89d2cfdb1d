/** File names by glob(7), as Include takes them: '*', '?' and '[a-z]' within a part of the path, sorted. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const magic = /[*?[]/

/**
 * The files that an absolute pattern names; [] when there are none. What cannot be looked into has no files, as in
 * glob(3). A name that begins with a dot wants its dot written out.
 */
export const expandGlob = async (pattern: string): Promise<string[]> => {
  let found = ['/']
  for (const part of pattern.split('/').filter((each) => each !== '')) {
    const next: string[] = []
    for (const folder of found) {
      if (!magic.test(part)) next.push(join(folder, part))
      else next.push(...(await namesIn(folder)).filter(matcherOf(part)).map((name) => join(folder, name)))
    }
    found = next
  }
  const existing = await Promise.all(found.map(exists))
  return found.filter((_, index) => existing[index]).toSorted()
}

const matcherOf = (part: string): ((name: string) => boolean) => {
  const source = part.replace(
    /\[(!?)([^\]]+)\]|[*?]|[^*?[]+|\[/g,
    (piece, negated?: string, set?: string) => {
      if (piece === '*') return '.*'
      if (piece === '?') return '.'
      if (set !== undefined) return `[${negated === '!' ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`
      return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    },
  )
  let regex: RegExp
  try {
    regex = new RegExp(`^${source}$`, 's')
  } catch (error) {
    // a range such as [z-a]; fnmatch(3) matches nothing then
    if (error instanceof SyntaxError) return () => false
    throw error
  }
  return (name) => (part.startsWith('.') || !name.startsWith('.')) && regex.test(name)
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EACCES'].includes(String(error.code))

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
