/** One connection for each host, shared by all who need it, made when first needed. */
import { homedir } from 'node:os'
import { cancellation } from '../../../shared/errors/errors.ts'
import { THIS_MACHINE } from '../../../shared/model/host.ts'
import type { OnTrace } from '../hosts/connect-trace.ts'
import { type Hop, resolveDestination } from '../hosts/destination.ts'
import { createHostKeyCheck } from '../hosts/host-key-check.ts'
import { readSshConfig, type SshConfig } from '../hosts/ssh-config.ts'
import { usualKnownHostsPaths } from '../hosts/ssh-files.ts'
import type { Library } from '../library/library.ts'
import type { Prompter } from '../prompts.ts'
import { keepsNothing } from '../secrets/ask-secret.ts'
import type { SecretKeeper } from '../secrets/secret-keeper.ts'
import { checkShell } from './check-shell.ts'
import { connectSsh2, targetOf } from './connect-ssh2.ts'
import { createHostSecrets, type HostSecrets } from './host-secrets.ts'
import { createLocalTransport } from './local-transport.ts'
import { connectSystemSsh } from './system-ssh.ts'
import type { Connections, Transport } from './transport.ts'

export interface ConnectionsOptions {
  readonly library: Pick<Library, 'getHost'>
  readonly prompter: Prompter
  /** default: nothing is remembered */
  readonly keeper?: Pick<SecretKeeper, 'forHost'>
  /** ours: what the person accepts is written here */
  readonly appKnownHostsPath: string
  /** OpenSSH's; only read. Default ~/.ssh/known_hosts */
  readonly userKnownHostsPath?: string
  /** where .ssh is; default the person's home */
  readonly homeDirectory?: string
  /** default: ~/.ssh/config and the system's, read anew at each connection */
  readonly readConfig?: () => Promise<SshConfig>
  /** called when a host key was accepted */
  readonly onKeyRemembered?: () => void
  /** default: SSH_AUTH_SOCK, looked up at each login */
  readonly agentSocket?: string
  /** for the connection and for each step of the login; default 15 s */
  readonly stepTimeoutMs?: number
}

/** A connection that is being made, and who waits for it. It is given up when nobody does any more. */
interface Attempt {
  readonly transport: Promise<Transport>
  readonly controller: AbortController
  readonly listeners: Set<(step: string) => void>
  waiting: number
}

export const createConnections = (options: ConnectionsOptions): Connections => {
  const home = options.homeDirectory ?? homedir()
  const readConfig = options.readConfig ?? (() => readSshConfig({ home }))
  const knownHosts = {
    ...usualKnownHostsPaths(home),
    ...(options.userKnownHostsPath === undefined
      ? {}
      : { userKnownHostsPaths: [options.userKnownHostsPath] }),
  }
  const hostKeys = createHostKeyCheck({
    ...knownHosts,
    appKnownHostsPath: options.appKnownHostsPath,
    ...(options.onKeyRemembered === undefined ? {} : { onRemembered: options.onKeyRemembered }),
  })
  const open = new Map<string, Transport>()
  const attempts = new Map<string, Attempt>()
  const secrets = new Map<string, HostSecrets>()

  const secretsOf = (hostId: string): HostSecrets => {
    const known = secrets.get(hostId) ?? createHostSecrets()
    secrets.set(hostId, known)
    return known
  }

  const connect = async (
    hostId: string,
    signal: AbortSignal,
    onStep: (step: string) => void,
    onTrace: OnTrace = () => undefined,
    onHops: (names: readonly string[]) => void = () => undefined,
  ): Promise<Transport> => {
    const keeper = options.keeper?.forHost(hostId) ?? keepsNothing
    const local = () => createLocalTransport(options.prompter.ask, keeper)
    if (hostId === THIS_MACHINE) return local()
    const host = await options.library.getHost(hostId)
    signal.throwIfAborted()
    if (host.kind === 'this-machine') return local()
    onTrace(0, 'config', 'running')
    const { hops } = resolveDestination(host, await readConfig(), home)
    onHops(hops.map(({ name }) => name))
    onTrace(0, 'config', 'done', hops.map(({ name }) => name).join(' > '))
    const checked = async (transport: Transport) => {
      onTrace(hops.length - 1, 'shell', 'running')
      try {
        await checkShell(transport, signal)
        return transport
      } catch (error) {
        transport.close()
        throw error
      }
    }
    if (host.transport === 'system-ssh')
      return connectSystemSsh({
        host,
        hops,
        target: targetOf(hops[hops.length - 1] as Hop),
        config: {
          home,
          knownHostsFiles: [
            options.appKnownHostsPath,
            ...new Set(hops.flatMap((hop) => hop.userKnownHostsFiles ?? knownHosts.userKnownHostsPaths)),
          ],
          globalKnownHostsFiles: null,
          isStrict: hops.some(({ isStrict }) => isStrict),
          oldAlgorithms: host.oldAlgorithms,
          connectTimeoutMs: options.stepTimeoutMs ?? 15_000,
        },
        prompter: options.prompter,
        kept: secretsOf(hostId).answers,
        keeper,
        agentSocket: options.agentSocket ?? process.env.SSH_AUTH_SOCK ?? '',
        stepTimeoutMs: options.stepTimeoutMs ?? 15_000,
        signal,
        onStep,
        onTrace,
        onKeyRemembered: options.onKeyRemembered,
      }).then(checked)
    return connectSsh2({
      hostLabel: host.label,
      elevation: host.elevation,
      hops,
      hostKeys,
      prompter: options.prompter,
      secrets: secretsOf(hostId),
      keeper,
      home,
      agentSocket: options.agentSocket ?? process.env.SSH_AUTH_SOCK ?? '',
      stepTimeoutMs: options.stepTimeoutMs,
      signal,
      onStep,
      onTrace,
    }).then(checked)
  }

  const begin = (hostId: string): Attempt => {
    const controller = new AbortController()
    const listeners = new Set<(step: string) => void>()
    const onStep = (step: string) => {
      for (const listener of listeners) listener(step)
    }
    const transport = connect(hostId, controller.signal, onStep).then((made) => {
      if (controller.signal.aborted) {
        made.close()
        throw controller.signal.reason
      }
      open.set(hostId, made)
      made.closed.then(() => {
        if (open.get(hostId) === made) open.delete(hostId)
      })
      return made
    })
    const attempt: Attempt = { transport, controller, listeners, waiting: 0 }
    attempts.set(hostId, attempt)
    const forget = () => {
      if (attempts.get(hostId) === attempt) attempts.delete(hostId)
    }
    transport.then(forget, forget)
    return attempt
  }

  const wait = (attempt: Attempt, waiter: { signal?: AbortSignal; onStep?: (step: string) => void }) =>
    new Promise<Transport>((resolve, reject) => {
      const { signal, onStep } = waiter
      // each waiter its own entry, also when two pass the same function
      const listener = (step: string) => onStep?.(step)
      let isWaiting = true
      const leave = () => {
        if (!isWaiting) return
        isWaiting = false
        signal?.removeEventListener('abort', cancel)
        attempt.listeners.delete(listener)
        attempt.waiting -= 1
      }
      const cancel = () => {
        leave()
        if (attempt.waiting === 0) attempt.controller.abort(cancellation())
        reject(cancellation())
      }
      attempt.waiting += 1
      attempt.listeners.add(listener)
      signal?.addEventListener('abort', cancel, { once: true })
      attempt.transport.finally(leave).then(resolve, reject)
    })

  const drop = (hostId: string) => {
    secrets.delete(hostId)
    attempts.get(hostId)?.controller.abort(cancellation())
    attempts.delete(hostId)
    open.get(hostId)?.close()
    open.delete(hostId)
  }

  return {
    async open(hostId, waiter) {
      if (waiter.signal?.aborted) throw cancellation()
      const made = open.get(hostId)
      if (made) return made
      const running = attempts.get(hostId)
      const usable = running !== undefined && !running.controller.signal.aborted
      return wait(usable ? running : begin(hostId), waiter)
    },
    openTraced: (hostId, { signal, onTrace, onHops }) =>
      connect(hostId, signal, () => undefined, onTrace, onHops),
    drop,
    forgetSecrets: (hostId) => void secrets.delete(hostId),
    close() {
      for (const hostId of new Set([...open.keys(), ...attempts.keys(), ...secrets.keys()])) drop(hostId)
    },
  }
}
