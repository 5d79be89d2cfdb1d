/** The known_hosts files as they are shown and managed: every entry with its place; ours can be forgotten, others not. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { KnownHostEntry, KnownHostsReport } from '../../../shared/model/known-host.ts'
import type { Pacer } from '../workers/pacer.ts'
import { fingerprint, shortType } from './host-key.ts'
import { isEntryFor, type KnownHost, readKnownHostLines } from './known-hosts.ts'

/** A saved host, and how it stands in known_hosts. */
export interface NamedHost {
  readonly label: string
  readonly hostKeyName: string
}

type FileState = KnownHostsReport['files'][number]

/**
 * @param paths OpenSSH's, in the order in which they are looked in
 * @param ownPath ours, the only one that is ever changed
 */
export const listKnownHosts = async (
  paths: readonly string[],
  ownPath: string,
  hosts: readonly NamedHost[],
  pace: Pacer,
): Promise<KnownHostsReport> => {
  const files: FileState[] = []
  const entries: KnownHostEntry[] = []
  for (const path of [ownPath, ...paths]) {
    const isOurs = path === ownPath
    const read = await readText(path)
    if (typeof read !== 'string') {
      files.push({ path, isOurs, state: read.state, entries: 0, skippedLines: [] })
      continue
    }
    const lines = readKnownHostLines(read, path)
    const labels = await labelsByEntry(lines.entries, hosts, pace)
    files.push({
      path,
      isOurs,
      state: 'read',
      entries: lines.entries.length,
      skippedLines: lines.skippedLines,
    })
    for (const entry of lines.entries) entries.push(entryOf(entry, isOurs, labels.get(entry) ?? []))
  }
  return { files, entries }
}

const entryOf = (entry: KnownHost, isOurs: boolean, matches: string[]): KnownHostEntry => ({
  file: entry.file,
  line: entry.line,
  isOurs,
  marker: entry.marker,
  hosts: entry.hosts,
  isHashed: entry.hosts.startsWith('|'),
  keyType: shortType(entry.key.type),
  fingerprint: fingerprint(entry.key),
  comment: entry.comment,
  matches,
})

/** Every name against every entry; a hashed one costs an HMAC each, so it is paced. */
const labelsByEntry = async (
  entries: readonly KnownHost[],
  hosts: readonly NamedHost[],
  pace: Pacer,
): Promise<ReadonlyMap<KnownHost, string[]>> => {
  const byName = Map.groupBy(hosts, ({ hostKeyName }) => hostKeyName)
  const labels = new Map<KnownHost, string[]>()
  for (const [name, named] of byName) {
    for (const entry of entries) {
      await pace()
      if (isEntryFor(entry, name))
        labels.set(entry, [...new Set([...(labels.get(entry) ?? []), ...named.map(({ label }) => label)])])
    }
  }
  return labels
}

const readText = async (path: string): Promise<string | { readonly state: 'absent' | 'unreadable' }> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return { state: error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'absent' : 'unreadable' }
  }
}

export interface Forgettable {
  /** from 1 */
  readonly line: number
  readonly hosts: string
  readonly fingerprint: string
}

/**
 * Takes a line out of our own file. Throws hostkey.moved when another entry stands there by now: the file is shared
 * with other windows, and the wrong host must not be forgotten.
 */
export const forgetKnownHost = async (ownPath: string, wanted: Forgettable): Promise<void> => {
  const text = await readText(ownPath)
  const lines = typeof text === 'string' ? text.split('\n') : []
  const entry = readKnownHostLines(lines.join('\n'), ownPath).entries.find(({ line }) => line === wanted.line)
  if (entry === undefined || entry.hosts !== wanted.hosts || fingerprint(entry.key) !== wanted.fingerprint)
    throw new SmokejumperError({
      code: 'hostkey.moved',
      message: `Line ${wanted.line} of ${ownPath} is no longer the entry for ${wanted.hosts}. Nothing was forgotten.`,
      remedy: 'Look at the list again: it was changed in the meantime.',
      facts: { file: ownPath, line: wanted.line },
    })
  // Written beside it first: a file cut short would forget every host.
  const beside = `${ownPath}.new`
  await writeFile(beside, lines.toSpliced(wanted.line - 1, 1).join('\n'), { mode: 0o600 })
  await rename(beside, ownPath)
}
