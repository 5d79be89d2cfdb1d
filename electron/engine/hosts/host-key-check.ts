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
  readonly address: string
  readonly port: number
}

export interface HostKeyCheck {
  /** What to offer the host, so that it shows a key that can be checked. */
  algorithms(host: HostName): Promise<ServerHostKeyAlgorithm[]>
  /**
   * Resolves when the key is known, or was accepted by the person and is remembered.
   * Throws hostkey.changed, hostkey.revoked, or hostkey.unknown when it was not accepted.
   */
  verify(host: HostName, blob: Buffer, ask: (question: Question) => Promise<unknown>): Promise<void>
}

export interface KnownHostsFiles {
  /** OpenSSH's file of the person; only read */
  readonly userKnownHostsPath: string
  /** ours; what the person accepts is written here */
  readonly appKnownHostsPath: string
}

export const createHostKeyCheck = (files: KnownHostsFiles): HostKeyCheck => {
  const readAll = async () => [
    ...(await readKnownHosts(files.userKnownHostsPath)),
    ...(await readKnownHosts(files.appKnownHostsPath)),
  ]
  return {
    algorithms: async (host) => orderAlgorithms(knownTypes(await readAll(), host.address, host.port)),

    async verify(host, blob, ask) {
      const key = readHostKey(blob)
      if (key === null) throw unreadableKey(host)
      const verdict = judgeHostKey(await readAll(), host.address, host.port, key)
      if (verdict.kind === 'revoked') throw revokedKey(host, key, verdict.entry)
      if (verdict.kind === 'changed') throw changedKey(host, key, verdict.known)
      if (verdict.kind === 'known') return
      const accepted = await ask({
        kind: 'host-key',
        hostLabel: host.label,
        address: knownHostsName(host.address, host.port),
        keyType: shortType(key.type),
        fingerprint: fingerprint(key),
      })
      if (accepted !== true) throw refusedKey(host, key)
      await remember(files.appKnownHostsPath, host, key)
    },
  }
}

const readKnownHosts = async (path: string): Promise<KnownHost[]> => {
  try {
    return parseKnownHosts(await readFile(path, 'utf8'), path)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
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
      `Ask the host's administrator whether ${fingerprint(key)} is right. Only if it is, remove ${lines} ` +
      `(${commandLine(['ssh-keygen', '-R', name, '-f', first.file])}) and connect again.`,
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

const unreadableKey = (host: HostName) =>
  new SmokejumperError({
    code: 'hostkey.unknown',
    message: `${knownHostsName(host.address, host.port)} shows a host key that is no SSH public key.`,
    remedy: 'Check the address and the port.',
    facts: { address: knownHostsName(host.address, host.port) },
  })
