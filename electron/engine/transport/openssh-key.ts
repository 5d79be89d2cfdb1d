/** The openssh-key-v1 form: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */

const magic = 'openssh-key-v1\0'
const begin = '-----BEGIN OPENSSH PRIVATE KEY-----'
const end = '-----END OPENSSH PRIVATE KEY-----'

export interface OpenSshHead {
  /** 'none', 'aes256-ctr', ... */
  readonly cipher: string
  /** wire form of the public key, which stands there unencrypted */
  readonly publicBlob: Buffer
}

/** null when it is no such file. */
export const readOpenSshHead = (bytes: Buffer): OpenSshHead | null => {
  const text = bytes.toString('latin1').trim()
  if (!text.startsWith(begin)) return null
  const body = Buffer.from(text.slice(begin.length, text.lastIndexOf(end)), 'base64')
  if (body.toString('latin1', 0, magic.length) !== magic) return null
  let at = magic.length
  const next = (): Buffer | null => {
    if (at + 4 > body.length) return null
    const from = at + 4
    const to = from + body.readUInt32BE(at)
    if (to > body.length) return null
    at = to
    return body.subarray(from, to)
  }
  const [cipher, kdf, kdfOptions] = [next(), next(), next()]
  // the number of keys, which is 1
  at += 4
  const publicBlob = next()
  if (cipher === null || kdf === null || kdfOptions === null || publicBlob === null) return null
  return { cipher: cipher.toString('latin1'), publicBlob }
}

/**
 * An ed25519 key without encryption, as text: ssh2 does not read its PKCS #8 form.
 * `seed` and `point`: 32 bytes each (RFC 8410).
 */
export const openSshEd25519 = (seed: Buffer, point: Buffer): string => {
  const publicBlob = Buffer.concat([string('ssh-ed25519'), string(point)])
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
    Buffer.from(magic),
    ...[string('none'), string('none'), string(''), one, string(publicBlob)],
    string(Buffer.concat([secret, padding])),
  ])
  return [begin, ...(body.toString('base64').match(/.{1,70}/g) ?? []), end, ''].join('\n')
}

const string = (bytes: Buffer | string): Buffer => {
  const content = Buffer.from(bytes)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, content])
}
