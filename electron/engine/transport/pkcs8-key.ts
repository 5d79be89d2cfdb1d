/** PKCS #8 key files (`ssh-keygen -m PKCS8`), which ssh2 does not read: turned into forms that it does. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { openSshEd25519 } from './openssh-key.ts'

export const isPkcs8 = (bytes: Buffer): boolean =>
  /^\s*-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/.test(bytes.toString('latin1', 0, 200))

const isEncrypted = (bytes: Buffer): boolean => bytes.includes('BEGIN ENCRYPTED PRIVATE KEY')

/** PEM that ssh2 reads; null: a passphrase is needed, or this one does not fit. Throws for other kinds of keys. */
export const convertPkcs8 = (bytes: Buffer, passphrase: string | null): string | null => {
  if (isEncrypted(bytes) && passphrase === null) return null
  const key = open(bytes, passphrase)
  if (key === null) return null
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString()
  if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString()
  if (key.asymmetricKeyType === 'ed25519') {
    const seed = key.export({ type: 'pkcs8', format: 'der' }).subarray(-32)
    const point = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32)
    return openSshEd25519(seed, point)
  }
  throw new Error(`it is a key of type ${key.asymmetricKeyType}, which SSH does not use`)
}

const open = (bytes: Buffer, passphrase: string | null): KeyObject | null => {
  try {
    return createPrivateKey({ key: bytes, format: 'pem', ...(passphrase === null ? {} : { passphrase }) })
  } catch (error) {
    // what a wrong passphrase leaves is garbage in many ways
    if (passphrase !== null) return null
    throw error
  }
}
