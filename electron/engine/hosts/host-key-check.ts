/** Decides whether a host is who it was: looks in the known_hosts files, asks the person, remembers. */
import { appendFile, chmod, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ServerHostKeyAlgorithm } from 'ssh2'
import { commandLine } from '../../../shared/commands/quote.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Question } from '../prompts.ts'
import { fingerprint, type HostKey, orderAlgorithms, readHostKey, shortType } from './host-key.ts'
import { judgeHostKey, type KnownHost, knownHostsName, knownTypes, parseKnownHosts } from './known-hosts.ts'

export interface HostName {
  readonly label: string
  /** or the HostKeyAlias, with port 22 */
  readonly address: string
  readonly port: number
  /** in place of OpenSSH's usual files; null for those. Ours is looked in in any case. */
  readonly userKnownHostsFiles?: readonly string[] | null
  readonly globalKnownHostsFiles?: readonly string[] | null
  /** an unknown key is refused without a question (StrictHostKeyChecking yes) */
  readonly isStrict?: boolean
}

export interface HostKeyCheck {
  /** What to offer the host, so that it shows a key that can be checked. */
  algorithms(host: HostName): Promise<ServerHostKeyAlgorithm[]>
  /**
   * Resolves when the key is known, or was accepted by the person and is remembered, with the reason in words.
   * Throws hostkey.changed, hostkey.revoked, or hostkey.unknown when it was not accepted.
   */
  verify(host: HostName, blob: Buffer, ask: (question: Question) => Promise<unknown>): Promise<string>
}

export interface KnownHostsFiles {
  /** OpenSSH's files of the person; only read */
  readonly userKnownHostsPaths: readonly string[]
  /** OpenSSH's files of the machine; only read */
  readonly globalKnownHostsPaths: readonly string[]
  /** ours; what the person accepts is written here */
  readonly appKnownHostsPath: string
  /** called when a key was added to ours */
  readonly onRemembered?: () => void
}

export const createHostKeyCheck = (files: KnownHostsFiles): HostKeyCheck => {
  const readAll = async (host: HostName) => {
    const paths = [
      ...(host.userKnownHostsFiles ?? files.userKnownHostsPaths),
      files.appKnownHostsPath,
      ...(host.globalKnownHostsFiles ?? files.globalKnownHostsPaths),
    ]
    return (await Promise.all(paths.map(readKnownHosts))).flat()
  }
  return {
    algorithms: async (host) => orderAlgorithms(knownTypes(await readAll(host), host.address, host.port)),

    async verify(host, blob, ask) {
      const key = readHostKey(blob)
      if (key === null) throw unreadableKey(host)
      const verdict = judgeHostKey(await readAll(host), host.address, host.port, key)
      const shown = `${shortType(key.type)} ${fingerprint(key)}`
      if (verdict.kind === 'revoked') throw revokedKey(host, key, verdict.entry)
      if (verdict.kind === 'changed') throw changedKey(host, key, verdict.known)
      if (verdict.kind === 'known')
        return `${shown}, known by line ${verdict.entry.line} of ${verdict.entry.file}`
      if (host.isStrict === true) throw strangeKey(host, key)
      const accepted = await ask({
        kind: 'host-key',
        hostLabel: host.label,
        address: knownHostsName(host.address, host.port),
        keyType: shortType(key.type),
        fingerprint: fingerprint(key),
        ...(verdict.authority === null ? {} : { note: noteOf(verdict.authority) }),
      })
      if (accepted !== true) throw refusedKey(host, key)
      await remember(files.appKnownHostsPath, host, key)
      files.onRemembered?.()
      return `${shown}, accepted now and remembered in ${files.appKnownHostsPath}`
    },
  }
}

const noteOf = ({ file, line }: KnownHost): string =>
  `Line ${line} of ${file} trusts an authority to sign this host's key. Only the ssh of this machine can check such a certificate; here the key itself is asked about.`

const readKnownHosts = async (path: string): Promise<KnownHost[]> => {
  try {
    return parseKnownHosts(await readFile(path, 'utf8'), path)
  } catch (cause) {
    if (isAbsent(cause)) return []
    // Going on would take a changed key for an unknown one.
    throw new SmokejumperError({
      code: 'hostkey.unknown',
      message: `${path} cannot be read, so the host's key cannot be checked: ${cause instanceof Error ? cause.message : cause}`,
      remedy: 'Make the file readable for you, or move it away.',
      facts: { file: path },
      cause,
    })
  }
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

const remember = async (path: string, host: HostName, key: HostKey): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const line = `${knownHostsName(host.address, host.port)} ${key.type} ${key.blob.toString('base64')}\n`
  // The line end before it: somebody's editor may have left the last line without one.
  await appendFile(path, `\n${line}`, { mode: 0o600 })
  await chmod(path, 0o600)
}

const facts = (host: HostName, key: HostKey) => ({
  address: knownHostsName(host.address, host.port),
  keyType: key.type,
  fingerprint: fingerprint(key),
})

const changedKey = (host: HostName, key: HostKey, known: readonly [KnownHost, ...KnownHost[]]) => {
  const [first] = known
  const name = knownHostsName(host.address, host.port)
  const offered = `${shortType(key.type)} key ${fingerprint(key)}`
  const old = `${shortType(first.key.type)} key ${fingerprint(first.key)}`
  const lines = known.map((entry) => `line ${entry.line} of ${entry.file}`).join(', ')
  const isOtherType = first.key.type !== key.type
  return new SmokejumperError({
    code: 'hostkey.changed',
    message:
      `${name} is known by the ${old}, but the host now shows the ${offered}` +
      `${isOtherType ? ', which is of another type' : ''}. ` +
      'Somebody may be in between, or the host was installed anew. Nothing was sent to it.',
    remedy:
      `Ask the host's administrator whether ${fingerprint(key)} is right. Only if it is, remove ${lines}, ` +
      `which \`${commandLine(['ssh-keygen', '-R', name, '-f', first.file])}\` does, and connect again.`,
    facts: {
      ...facts(host, key),
      knownKeyType: first.key.type,
      knownFingerprint: fingerprint(first.key),
      file: first.file,
      line: first.line,
    },
  })
}

const revokedKey = (host: HostName, key: HostKey, entry: KnownHost) =>
  new SmokejumperError({
    code: 'hostkey.revoked',
    message:
      `The ${shortType(key.type)} key ${fingerprint(key)} that ${knownHostsName(host.address, host.port)} shows ` +
      `is marked as revoked in line ${entry.line} of ${entry.file}. Nothing was sent to the host.`,
    remedy: 'Do not connect. Ask the administrator: the host needs a new key, or somebody is in between.',
    facts: { ...facts(host, key), file: entry.file, line: entry.line },
  })

const refusedKey = (host: HostName, key: HostKey) =>
  new SmokejumperError({
    code: 'hostkey.unknown',
    message:
      `The host key of ${knownHostsName(host.address, host.port)} was not accepted ` +
      `(${shortType(key.type)}, ${fingerprint(key)}). Nothing was sent to the host.`,
    remedy: 'Compare the fingerprint with what the administrator says, then connect again and accept it.',
    facts: facts(host, key),
  })

const strangeKey = (host: HostName, key: HostKey) =>
  new SmokejumperError({
    code: 'hostkey.unknown',
    message:
      `The ${shortType(key.type)} key ${fingerprint(key)} of ${knownHostsName(host.address, host.port)} is not known, ` +
      'and StrictHostKeyChecking yes in the ssh config forbids to ask. Nothing was sent to the host.',
    remedy:
      'Compare the fingerprint with what the administrator says and add the key to your known_hosts file, or take StrictHostKeyChecking out of the ssh config.',
    facts: facts(host, key),
  })

const unreadableKey = (host: HostName) =>
  new SmokejumperError({
    code: 'hostkey.unknown',
    message: `${knownHostsName(host.address, host.port)} shows a host key that is no SSH public key.`,
    remedy: 'Check the address and the port.',
    facts: { address: knownHostsName(host.address, host.port) },
  })
