/** Throwaway keys, made by ssh-keygen. */
import { readFile } from 'node:fs/promises'
import { run } from './run.ts'

export type KeyType = 'ed25519' | 'rsa' | 'ecdsa'

export interface Key {
  /** the private key; `${path}.pub` is the public one */
  readonly path: string
  /** 'ssh-ed25519 AAAA... comment' */
  readonly publicLine: string
  /** as `ssh-keygen -lf` prints it: 'SHA256:...' */
  readonly fingerprint: string
}

export const makeKey = async (path: string, type: KeyType, passphrase = ''): Promise<Key> => {
  const bits = type === 'rsa' ? ['-b', '2048'] : []
  // Few rounds: the tests decrypt it often.
  await run('ssh-keygen', [
    '-q',
    '-t',
    type,
    ...bits,
    '-a',
    '4',
    '-N',
    passphrase,
    '-C',
    'throwaway',
    '-f',
    path,
  ])
  const listed = await run('ssh-keygen', ['-lf', `${path}.pub`])
  return {
    path,
    publicLine: (await readFile(`${path}.pub`, 'utf8')).trim(),
    fingerprint: listed.split(' ')[1] ?? '',
  }
}
