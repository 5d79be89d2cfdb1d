/** The known_hosts format (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"), read and matched as OpenSSH does. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type HostKey, readHostKey } from './host-key.ts'

export interface KnownHost {
  readonly file: string
  /** from 1 */
  readonly line: number
  readonly marker: 'revoked' | 'cert-authority' | null
  /** patterns divided by commas, or one hashed name */
  readonly hosts: string
  readonly key: HostKey
}

export type Verdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown' }
  /** the host is known, but by these keys, not by this one */
  | { readonly kind: 'changed'; readonly known: readonly [KnownHost, ...KnownHost[]] }
  | { readonly kind: 'revoked'; readonly entry: KnownHost }

/** Lines that are no entry (comments, SSH 1 keys, broken base64) are skipped, as OpenSSH does. */
export const parseKnownHosts = (text: string, file: string): KnownHost[] =>
  text.split('\n').flatMap((line, index) => {
    const words = line.split(/[ \t\r]+/).filter((word) => word !== '')
    if (words[0] === undefined || words[0].startsWith('#')) return []
    const marker = words[0].startsWith('@') ? words.shift() : null
    if (marker !== null && marker !== '@revoked' && marker !== '@cert-authority') return []
    const [hosts, type, base64] = words
    if (hosts === undefined || type === undefined || base64 === undefined) return []
    const key = readHostKey(Buffer.from(base64, 'base64'))
    if (key === null || key.type !== type) return []
    const kind = marker === null ? null : marker === '@revoked' ? 'revoked' : 'cert-authority'
    return [{ file, line: index + 1, marker: kind, hosts, key }]
  })

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
  if (all.some((entry) => entry.marker === null && isSame(entry))) return { kind: 'known' }
  const sameTypeFirst = named.toSorted(
    (a, b) => Number(b.key.type === key.type) - Number(a.key.type === key.type),
  )
  const [first, ...rest] = sameTypeFirst
  return first ? { kind: 'changed', known: [first, ...rest] } : { kind: 'unknown' }
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

const entriesFor = (entries: readonly KnownHost[], name: string) =>
  entries.filter((entry) => matchesHost(entry.hosts, name))

/** Without revoked keys, and without authorities, which sign keys and are none. */
const plainEntries = (entries: readonly KnownHost[], name: string) =>
  entriesFor(entries, name).filter((entry) => entry.marker === null)

const matchesHost = (hosts: string, name: string): boolean => {
  if (hosts.startsWith('|')) return matchesHashed(hosts, name)
  let matched = false
  for (const pattern of hosts.toLowerCase().split(',')) {
    const isNegated = pattern.startsWith('!')
    if (!matchesPattern(isNegated ? pattern.slice(1) : pattern, name)) continue
    if (isNegated) return false
    matched = true
  }
  return matched
}

/** '|1|salt|hash': HMAC-SHA1 of the name, keyed with the salt. */
const matchesHashed = (hashed: string, name: string): boolean => {
  const [, version, salt = '', hash = ''] = hashed.split('|')
  if (version !== '1') return false
  const expected = Buffer.from(hash, 'base64')
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** '*' and '?' as in match_pattern(); goes back to the last star only, so that it takes no exponential time. */
const matchesPattern = (pattern: string, name: string): boolean => {
  let p = 0
  let n = 0
  let star = -1
  let mark = 0
  while (n < name.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++
      mark = n
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++
      n++
    } else if (star >= 0) {
      p = star + 1
      n = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
