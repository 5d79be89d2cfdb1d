/** What the key worker can be asked. OpenSSH's passphrases are slow to try by design: about a second of computing. */
import type { ParsedKey } from 'ssh2'
import { decryptKey } from '../transport/private-key.ts'

export type KeyService = ReturnType<typeof createKeyService>

export const createKeyService = () => ({
  /** The key without its passphrase, as text that `decryptKey` reads at once; null: the passphrase does not fit. */
  unlock: ({ path, bytes, passphrase }: { path: string; bytes: Uint8Array; passphrase: string }) => {
    const key = decryptKey(path, Buffer.from(bytes), passphrase)
    return key === null ? null : withoutPassphrase(key)
  },
})

/** ssh2 reads back the PEM that it gives, but for ed25519, whose PKCS #8 it does not know. */
const withoutPassphrase = (key: ParsedKey): string => {
  const pem = key.getPrivatePEM()
  return key.type === 'ssh-ed25519' ? openSshEd25519(key.getPublicSSH(), pem) : pem
}

const string = (bytes: Buffer | string): Buffer => {
  const content = Buffer.from(bytes)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, content])
}

/** openssh-key-v1 without encryption: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
const openSshEd25519 = (publicBlob: Buffer, pem: string): string => {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  // RFC 8410: the seed is the last of the PKCS #8 structure; the point is the last of the public blob
  const seed = der.subarray(-32)
  const point = publicBlob.subarray(-32)
  const secret = Buffer.concat([
    Buffer.alloc(8),
    string('ssh-ed25519'),
    string(point),
    string(Buffer.concat([seed, point])),
    string(''),
  ])
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, at) => at + 1))
  const one = Buffer.from([0, 0, 0, 1])
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[string('none'), string('none'), string(''), one, string(publicBlob)],
    string(Buffer.concat([secret, padding])),
  ])
  const lines = body.toString('base64').match(/.{1,70}/g) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
}
