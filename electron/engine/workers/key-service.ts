/** What the key worker can be asked. OpenSSH's passphrases are slow to try by design: about a second of computing. */
import type { ParsedKey } from 'ssh2'
import { openSshEd25519 } from '../transport/openssh-key.ts'
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
  if (key.type !== 'ssh-ed25519') return pem
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  // RFC 8410: the seed is the last of the PKCS #8 structure; the point is the last of the public blob
  return openSshEd25519(der.subarray(-32), key.getPublicSSH().subarray(-32))
}
