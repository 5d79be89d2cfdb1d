/** A private key file: read, and decrypted with a passphrase that is asked for. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import ssh2, { type ParsedKey } from 'ssh2'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { readHostKey } from '../hosts/host-key.ts'
import { readOpenSshHead } from './openssh-key.ts'
import { convertPkcs8, isPkcs8 } from './pkcs8-key.ts'

export const passphraseAttempts = 3

/** '~' and '~/...' are the person's home; OpenSSH's '%d' and the like are not known here. */
export const expandHome = (path: string): string =>
  path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path

/** The file's bytes. Throws ssh.key-unreadable. */
export const readKeyFile = async (path: string): Promise<Buffer> => {
  const file = expandHome(path)
  try {
    const bytes = await readFile(file)
    checkKey(path, bytes)
    return bytes
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'ENOENT')
      throw unreadable(path, 'there is no such file', 'Check the path of the key.', cause)
    if (code === 'EACCES')
      throw unreadable(path, 'you may not read it', 'Make it yours: chown and chmod 600.', cause)
    if (code === 'EISDIR') throw unreadable(path, 'it is a folder', 'Choose the key file in it.', cause)
    throw cause
  }
}

/** null: this passphrase does not fit, or one is needed. Throws ssh.key-unreadable. */
export const decryptKey = (path: string, bytes: Buffer, passphrase: string | null): ParsedKey | null => {
  const readable = isPkcs8(bytes) ? readPkcs8(path, bytes, passphrase) : bytes
  if (readable === null) return null
  const parsed: unknown =
    passphrase === null ? ssh2.utils.parseKey(readable) : ssh2.utils.parseKey(readable, passphrase)
  const key: unknown = Array.isArray(parsed) ? parsed[0] : parsed
  if (key instanceof Error) {
    // With a passphrase, garbage after decryption shows in many ways; that it can be parsed at all was checked before.
    if (passphrase !== null || isEncrypted(key)) return null
    if (isOfHardware(bytes))
      throw unreadable(
        path,
        'it belongs to a security key (FIDO)',
        'Only OpenSSH can use it: choose the ssh of this machine for this host, under Advanced.',
        key,
      )
    throw unreadable(
      path,
      `its format is not understood (${key.message})`,
      'Convert a copy with "ssh-keygen -p -f FILE", which writes the OpenSSH format.',
      key,
    )
  }
  return asPrivate(path, key)
}

const readPkcs8 = (path: string, bytes: Buffer, passphrase: string | null): string | null => {
  try {
    return convertPkcs8(bytes, passphrase)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw unreadable(
      path,
      `its format is not understood (${why})`,
      'Convert a copy with "ssh-keygen -p -f FILE", which writes the OpenSSH format.',
      cause,
    )
  }
}

const isOfHardware = (bytes: Buffer): boolean => {
  const head = readOpenSshHead(bytes)
  return head !== null && (readHostKey(head.publicBlob)?.type.startsWith('sk-') ?? false)
}

const isEncrypted = (error: Error) => /no passphrase given/.test(error.message)

const checkKey = (path: string, bytes: Buffer): void => {
  const cipher = readOpenSshHead(bytes)?.cipher
  if (cipher?.startsWith('chacha20'))
    throw unreadable(
      path,
      `it is encrypted with ${cipher}, which cannot be undone here`,
      'Encrypt it anew with "ssh-keygen -p -Z aes256-ctr -f FILE", or put it into ssh-agent and choose the agent.',
    )
  decryptKey(path, bytes, null)
}

const asPrivate = (path: string, key: unknown): ParsedKey => {
  if (!isParsedKey(key)) throw new TypeError('ssh2 parsed a key into something else')
  if (key.isPrivateKey()) return key
  throw unreadable(
    path,
    'it is a public key',
    'Choose the private key: the file of the same name without .pub.',
  )
}

const isParsedKey = (key: unknown): key is ParsedKey =>
  typeof key === 'object' && key !== null && 'isPrivateKey' in key && 'sign' in key

const unreadable = (path: string, why: string, remedy: string, cause?: unknown) =>
  new SmokejumperError({
    code: 'ssh.key-unreadable',
    message: `The key ${path} cannot be used: ${why}.`,
    remedy,
    facts: { path },
    cause,
  })

export const passphraseWrong = (path: string) =>
  new SmokejumperError({
    code: 'ssh.passphrase-wrong',
    message: `The passphrase for ${path} was wrong ${passphraseAttempts} times.`,
    remedy: 'Look the passphrase up, or put the key into ssh-agent and choose the agent for this host.',
    facts: { path, attempts: passphraseAttempts },
  })
