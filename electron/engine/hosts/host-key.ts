/** A host's public key: its SSH wire form (RFC 4253, section 6.6), its names and its fingerprint. */
import { createHash } from 'node:crypto'
import type { ServerHostKeyAlgorithm } from 'ssh2'

export interface HostKey {
  /** 'ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256', ... */
  readonly type: string
  /** wire form: what known_hosts holds in base64 */
  readonly blob: Buffer
}

/** null when it does not start with a type, as every SSH key does. */
export const readHostKey = (blob: Buffer): HostKey | null => {
  if (blob.length < 4) return null
  const length = blob.readUInt32BE(0)
  if (length === 0 || length > 64 || blob.length <= 4 + length) return null
  return { type: blob.toString('latin1', 4, 4 + length), blob }
}

/** 'SHA256:...' as OpenSSH prints it: base64 without padding. */
export const fingerprint = (key: HostKey): string =>
  `SHA256:${createHash('sha256').update(key.blob).digest('base64').replace(/=+$/, '')}`

/** The type as OpenSSH names it to people: 'ED25519', 'RSA', 'ECDSA'. */
export const shortType = (type: string): string => {
  const short = /^(?:ssh-|sk-ssh-|sk-)?(ed25519|rsa|dss|ecdsa)/.exec(type)?.[1]
  return short === undefined ? type : short === 'dss' ? 'DSA' : short.toUpperCase()
}

/** What we accept from a host, the best first. DSA is not among them. */
const algorithms: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
]

/**
 * The order in which to offer them: those of the key types that the host is known by come first, as OpenSSH does
 * (order_hostkeyalgs), so that a host with several keys shows the one that we can check.
 */
export const orderAlgorithms = (knownTypes: ReadonlySet<string>): ServerHostKeyAlgorithm[] => {
  const keyType = (algorithm: string) => (algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm)
  const known = algorithms.filter((algorithm) => knownTypes.has(keyType(algorithm)))
  return [...known, ...algorithms.filter((algorithm) => !known.includes(algorithm))]
}
