/** The known_hosts format (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"), read and matched as OpenSSH does. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type HostKey, readHostKey } from './host-key.ts'
import { matchesPatternList } from './match-pattern.ts'

export interface KnownHost {
  readonly file: string
  /** from 1 */
  readonly line: number
  readonly marker: 'revoked' | 'cert-authority' | null
  /** patterns divided by commas, or one hashed name */
  readonly hosts: string
  readonly key: HostKey
  readonly comment: string
}

export type Verdict =
  | { readonly kind: 'known'; readonly entry: KnownHost }
  /** `authority`: one that is trusted to sign this host's key, which only the system's ssh can check */
  | { readonly kind: 'unknown'; readonly authority: KnownHost | null }
  /** the host is known, but by these keys, not by this one */
  | { readonly kind: 'changed'; readonly known: readonly [KnownHost, ...KnownHost[]] }
  | { readonly kind: 'revoked'; readonly entry: KnownHost }

/** Lines that are no entry (comments, SSH 1 keys, broken base64) are skipped, as OpenSSH does. */
export const parseKnownHosts = (text: string, file: string): KnownHost[] =>
  readKnownHostLines(text, file).entries

/** `skippedLines`: what is neither an entry nor a comment, from 1. */
export const readKnownHostLines = (
  text: string,
  file: string,
): { readonly entries: KnownHost[]; readonly skippedLines: number[] } => {
  const entries: KnownHost[] = []
  const skippedLines: number[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (/^[ \t\r]*(?:#|$)/.test(line)) continue
    const entry = parseLine(line, { file, line: index + 1 })
    if (entry === null) skippedLines.push(index + 1)
    else entries.push(entry)
  }
  return { entries, skippedLines }
}

const parseLine = (line: string, place: { file: string; line: number }): KnownHost | null => {
  const words = line.split(/[ \t\r]+/).filter((word) => word !== '')
  const marker = words[0]?.startsWith('@') ? words.shift() : null
  if (marker !== null && marker !== '@revoked' && marker !== '@cert-authority') return null
  const [hosts, type, base64, ...comment] = words
  if (hosts === undefined || type === undefined || base64 === undefined) return null
  const key = readHostKey(Buffer.from(base64, 'base64'))
  if (key === null || key.type !== type) return null
  const kind = marker === null ? null : marker === '@revoked' ? 'revoked' : 'cert-authority'
  return { ...place, marker: kind, hosts, key, comment: comment.join(' ') }
}

/** How a host stands in known_hosts: 'web-3', '[web-3]:2222', '::1', '[::1]:2222'. */
export const knownHostsName = (address: string, port: number): string => {
  const bare = address.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  return port === 22 ? bare : `[${bare}]:${port}`
}

/**
 * Whether this key may be trusted. A key of another type than the known ones is a change, not an unknown host:
 * otherwise whoever stands in between would only have to bring another type.
 */
export const judgeHostKey = (
  entries: readonly KnownHost[],
  address: string,
  port: number,
  key: HostKey,
): Verdict => {
  const isSame = (entry: KnownHost) => entry.key.blob.equals(key.blob)
  const named = plainEntries(entries, knownHostsName(address, port))
  // An entry without port holds for all ports when it is this key; its being another key means nothing for this port.
  const portless = port === 22 ? [] : entriesFor(entries, knownHostsName(address, 22))
  const all = [...entriesFor(entries, knownHostsName(address, port)), ...portless]
  const revoked = all.find((entry) => entry.marker === 'revoked' && isSame(entry))
  if (revoked) return { kind: 'revoked', entry: revoked }
  const same = all.find((entry) => entry.marker === null && isSame(entry))
  if (same) return { kind: 'known', entry: same }
  const sameTypeFirst = named.toSorted(
    (a, b) => Number(b.key.type === key.type) - Number(a.key.type === key.type),
  )
  const [first, ...rest] = sameTypeFirst
  if (first) return { kind: 'changed', known: [first, ...rest] }
  return { kind: 'unknown', authority: all.find((entry) => entry.marker === 'cert-authority') ?? null }
}

/** The key types that the host is known by. */
export const knownTypes = (
  entries: readonly KnownHost[],
  address: string,
  port: number,
): ReadonlySet<string> => {
  const named = plainEntries(entries, knownHostsName(address, port))
  const found = named.length > 0 ? named : plainEntries(entries, knownHostsName(address, 22))
  return new Set(found.map((entry) => entry.key.type))
}

/** All that speak of the host by this name (see `knownHostsName`), whatever their marker. */
export const entriesFor = (entries: readonly KnownHost[], name: string): KnownHost[] =>
  entries.filter((entry) => isEntryFor(entry, name))

export const isEntryFor = (entry: KnownHost, name: string): boolean => matchesHost(entry.hosts, name)

/** Without revoked keys, and without authorities, which sign keys and are none. */
const plainEntries = (entries: readonly KnownHost[], name: string) =>
  entriesFor(entries, name).filter((entry) => entry.marker === null)

const matchesHost = (hosts: string, name: string): boolean => {
  if (hosts.startsWith('|')) return matchesHashed(hosts, name)
  return matchesPatternList(name, hosts.toLowerCase())
}

/** '|1|salt|hash': HMAC-SHA1 of the name, keyed with the salt. */
const matchesHashed = (hashed: string, name: string): boolean => {
  const [, version, salt = '', hash = ''] = hashed.split('|')
  if (version !== '1') return false
  const expected = Buffer.from(hash, 'base64')
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
