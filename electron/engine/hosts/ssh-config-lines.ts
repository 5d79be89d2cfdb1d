/**
 * The lines of ssh config files, with what they include in its place, and nothing decided yet. The syntax is read by
 * the ssh-config package, line by line, so that each keeps its number and a broken one spoils no other; what the lines
 * mean is decided here (ssh-config-resolve.ts), so that nothing that a file says is ever run.
 */
import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import SSHConfig from 'ssh-config'
import { createPacer, type Pacer } from '../workers/pacer.ts'
import { expandGlob } from './expand-glob.ts'

export interface Place {
  readonly file: string
  /** from 1 */
  readonly line: number
}

export type ConfigLine =
  | { readonly kind: 'host'; readonly patterns: readonly string[]; readonly place: Place }
  /** criteria and their values, as written */
  | { readonly kind: 'match'; readonly words: readonly string[]; readonly place: Place }
  | {
      readonly kind: 'option'
      /** in lower case */
      readonly keyword: string
      /** as written */
      readonly shown: string
      readonly words: readonly string[]
      readonly place: Place
    }
  /** between these two a Host or Match holds only where the Include itself stood in an active block */
  | { readonly kind: 'include-begin' }
  | { readonly kind: 'include-end' }

export interface ConfigSource {
  readonly path: string
  /** a relative Include is looked for here */
  readonly includeFolder: string
  /** whether it must belong to the person or root, and be writable for nobody else, as ssh demands of ~/.ssh/config */
  readonly isChecked: boolean
}

export interface ConfigLines {
  readonly lines: readonly ConfigLine[]
  readonly files: readonly string[]
  readonly problems: readonly string[]
}

/** READCONF_MAX_DEPTH of OpenSSH */
const maxDepth = 16
const maxFiles = 1000
const maxBytes = 1_048_576

interface Reading {
  readonly home: string
  readonly pace: Pacer
  readonly lines: ConfigLine[]
  readonly files: string[]
  readonly problems: string[]
}

/** A file that is not there is no lines. Throws nothing for what a file says: that is in `problems`. */
export const readConfigLines = async (
  sources: readonly ConfigSource[],
  home: string,
): Promise<ConfigLines> => {
  const reading: Reading = { home, pace: createPacer(), lines: [], files: [], problems: [] }
  for (const source of sources) await readSource(reading, source, 0)
  return reading
}

/** Recursion is over Include, whose depth is bounded. */
const readSource = async (reading: Reading, source: ConfigSource, depth: number): Promise<void> => {
  const { path } = source
  if (reading.files.length >= maxFiles) {
    reading.problems.push(`${path} was not read: more than ${maxFiles} files are included.`)
    return
  }
  const text = await readText(reading, source)
  if (text === null) return
  reading.files.push(path)
  for (const [index, raw] of text.split('\n').entries()) {
    await reading.pace()
    const place = { file: path, line: index + 1 }
    const line = parseLine(raw, place)
    if (line === null) continue
    if (typeof line === 'string') reading.problems.push(line)
    else if (line.kind === 'option' && line.keyword === 'include')
      await include(reading, source, line.words, place, depth)
    else reading.lines.push(line)
  }
}

const include = async (
  reading: Reading,
  source: ConfigSource,
  words: readonly string[],
  place: Place,
  depth: number,
): Promise<void> => {
  if (depth + 1 > maxDepth) {
    reading.problems.push(`${at(place)}: the Include is ${maxDepth} files deep, and was not followed.`)
    return
  }
  for (const word of words) {
    const path = expandHome(word, reading.home)
    if (path === null) {
      reading.problems.push(`${at(place)}: ${word} names another person's home, and was not followed.`)
      continue
    }
    const pattern = isAbsolute(path) ? path : join(source.includeFolder, path)
    for (const file of await expandGlob(pattern)) {
      reading.lines.push({ kind: 'include-begin' })
      await readSource(reading, { ...source, path: file, isChecked: true }, depth + 1)
      reading.lines.push({ kind: 'include-end' })
    }
  }
}

const readText = async (reading: Reading, { path, isChecked }: ConfigSource): Promise<string | null> => {
  try {
    const { uid, mode, size } = await stat(path)
    const isOurs = uid === 0 || uid === process.getuid?.()
    if (isChecked && (!isOurs || (mode & 0o022) !== 0)) {
      reading.problems.push(
        `${path} was not read: others can write it, and ssh refuses it too. Run: chmod go-w ${path}`,
      )
      return null
    }
    if (size > maxBytes) {
      reading.problems.push(`${path} was not read: it is larger than 1 MiB.`)
      return null
    }
    return await readFile(path, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code !== 'ENOENT') reading.problems.push(`${path} was not read: ${error.message}`)
    return null
  }
}

/** ssh refuses the file when they have more */
const oneWord: ReadonlySet<string> = new Set([
  ...['hostname', 'user', 'port', 'identityfile', 'identitiesonly', 'identityagent', 'hostkeyalias'],
  ...['stricthostkeychecking', 'connecttimeout', 'serveraliveinterval', 'serveralivecountmax'],
])

/** stands for '#' within a word, which begins no comment in ssh, but does in the package */
const innerHash = '\u{e000}'

/** null: nothing on it. A string: what is wrong with it. */
const parseLine = (raw: string, place: Place): ConfigLine | string | null => {
  const text = raw.trim()
  if (text === '' || text.startsWith('#')) return null
  const isMatch = /^match[\s=]/i.test(text)
  // Read as the words of a Host: the package knows no negated criteria.
  const plain = (isMatch ? `Host${text.slice(5)}` : text).replace(/(?<=\S)#/g, innerHash)
  let parsed: ReturnType<typeof SSHConfig.parse>
  try {
    parsed = SSHConfig.parse(plain)
  } catch {
    return `${at(place)} cannot be read: ${text.slice(0, 80)}`
  }
  const [first] = parsed
  if (first === undefined || !('param' in first)) return null
  const words = wordsOf(first.value).map((word) => word.replaceAll(innerHash, '#'))
  if (words.length === 0) return `${at(place)}: ${first.param} has no value.`
  const keyword = first.param.toLowerCase()
  if (oneWord.has(keyword) && first.quoted !== true && words.some((word) => /\s/.test(word)))
    return `${at(place)}: ${first.param} takes one value; one with spaces stands in quotes.`
  if (isMatch) return { kind: 'match', words, place }
  if (keyword === 'host') return { kind: 'host', patterns: words, place }
  return { kind: 'option', keyword, shown: first.param, words, place }
}

type Value = Extract<ReturnType<typeof SSHConfig.parse>[number], { value: unknown }>['value']

const wordsOf = (value: Value): string[] => {
  if (value === undefined) return []
  const words = typeof value === 'string' ? [value] : value.map(({ val }) => val)
  return words.map((word) => word.replace(/^'([^']*)'$/, '$1')).filter((word) => word !== '')
}

/** '~' and '~/x'; null for somebody else's home. */
export const expandHome = (path: string, home: string): string | null => {
  if (path === '~') return home
  if (path.startsWith('~/')) return join(home, path.slice(2))
  return path.startsWith('~') ? null : path
}

export const at = (place: Place): string => `${place.file} line ${place.line}`
