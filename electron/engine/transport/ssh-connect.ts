/** From a host's address to a transport: host key verified, person asked, every step with a limit. */
import type { Socket } from 'node:net'
import { Client } from 'ssh2'
import type { ConnectStep } from '../../../shared/model/connect-trace.ts'
import type { HostKeyCheck, HostName } from '../hosts/host-key-check.ts'
import type { Question } from '../prompts.ts'
import type { Authenticator, NextMethod } from './authentication.ts'
import { createHello, type Hello } from './hello.ts'
import { rejectOnAbort } from './limits.ts'
import { openSocket } from './open-socket.ts'
import {
  authFailed,
  connectionLost,
  loginTimedOut,
  noCommonAlgorithm,
  notSsh,
  printable,
  saysHello,
  type Target,
} from './ssh-errors.ts'
import { createSshTransport } from './ssh-transport.ts'
import type { Transport } from './transport.ts'

const keepaliveMs = 15_000
const keepaliveCount = 3
/** A host that hangs up each time while a question is open is not asked for ever. */
const maxConnections = 6

export interface ConnectTask {
  readonly target: Target
  readonly host: HostName
  readonly hostKeys: HostKeyCheck
  readonly authenticator: Authenticator
  readonly ask: (question: Question) => Promise<string | boolean | null>
  readonly onStep: (step: string) => void
  /** each step of the connection, for whoever looks where it breaks */
  readonly onTrace: (step: ConnectStep, state: 'running' | 'asking' | 'done', detail?: string) => void
  readonly signal: AbortSignal
  /** for the connection, and for each step of the login that waits for the host */
  readonly stepTimeoutMs: number
}

/** Told apart by identity: the host hung up while the person was thinking; with the answer it is worth another try. */
class HungUpWhileAsking extends Error {}

/** Throws the errors of ssh-errors, of the host key check and of the authenticator, or the signal's reason. */
export const connectSsh = async (task: ConnectTask): Promise<Transport> => {
  for (let connection = 1; ; connection++) {
    try {
      return createSshTransport(await rejectOnAbort(connectOnce(task), task.signal), task.target)
    } catch (error) {
      if (!(error instanceof HungUpWhileAsking)) throw error
      if (connection === maxConnections)
        throw connectionLost(task.target, 'it hangs up whenever a question is open', error)
    }
  }
}

const connectOnce = async (task: ConnectTask): Promise<Client> => {
  const { target, signal } = task
  const next = await task.authenticator.begin()
  const serverHostKey = await task.hostKeys.algorithms(task.host)
  task.onStep(`connecting to ${target.name}`)
  const socket = await openSocket(target, task.stepTimeoutMs, signal, task.onTrace)
  const login = beginLogin(task, socket, next)
  login.client.connect({
    sock: socket,
    username: target.user,
    algorithms: { serverHostKey },
    keepaliveInterval: keepaliveMs,
    keepaliveCountMax: keepaliveCount,
    // ours does not run while the person thinks
    readyTimeout: 0,
    hostVerifier: login.verifyHostKey,
    authHandler: login.nextAuth,
  })
  // after connect, which pauses the socket: this listener alone does not start the flow
  login.watchFirstBytes()
  return login.ready
}

type NextAuth = (method: ReturnType<NextMethod> extends Promise<infer M> ? M : never) => void

const beginLogin = (task: ConnectTask, socket: Socket, next: NextMethod) => {
  const { target, signal } = task
  const client = new Client()
  let step = saysHello
  const hello = createHello()
  let tried: string[] = []
  let allowedLast: readonly string[] = []
  let open = true
  let questions = 0
  let verified: Buffer | null = null
  let timer: NodeJS.Timeout | undefined
  let isSettled = false
  const result = Promise.withResolvers<Client>()

  const settle = (finish: () => void) => {
    if (isSettled) return
    isSettled = true
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    finish()
  }
  const fail = (error: unknown) =>
    settle(() => {
      client.end()
      socket.destroy()
      result.reject(error)
    })
  const onAbort = () => fail(signal.reason)
  const enter = (name: string) => {
    step = name
    clearTimeout(timer)
    if (!isSettled && questions === 0)
      timer = setTimeout(() => fail(loginTimedOut(target, step, task.stepTimeoutMs)), task.stepTimeoutMs)
  }
  /** While a question is open, nothing runs out, and the host may hang up. */
  const whileAsking = async <T>(answer: () => Promise<T>): Promise<T> => {
    questions += 1
    clearTimeout(timer)
    try {
      return await answer()
    } finally {
      questions -= 1
      if (open) enter(step)
    }
  }

  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  enter(saysHello)
  task.onTrace('banner', 'running')
  // with what was agreed on, once the keys are exchanged; the host key is shown before that
  client.on('handshake', ({ kex, cs, sc }) =>
    task.onTrace('key-exchange', 'done', [...new Set([kex, cs.cipher, sc.cipher])].join(', ')),
  )
  client.on('ready', () =>
    settle(() => {
      task.authenticator.keepPassword()
      task.onTrace('authentication', 'done', `${tried.at(-1) ?? 'none'}, as ${target.user}`)
      result.resolve(client)
    }),
  )
  client.on('error', (error: Ssh2Error) => {
    // One key of the agent that cannot sign is not the end: the next one is tried.
    if (error.level === 'agent') return
    if (questions > 0) return
    fail(explain(error, { target, step, hello, tried, allowed: allowedLast }))
  })
  client.on('close', () => {
    open = false
    if (questions > 0) return
    fail(
      hello.isSsh() ? connectionLost(target, `the host hung up while ${step}`) : notSsh(target, hello.said()),
    )
  })

  return {
    client,
    ready: result.promise,
    watchFirstBytes: () => {
      socket.on('data', function take(chunk: Buffer) {
        const wasSsh = hello.isSsh()
        hello.hear(chunk)
        if (hello.isSsh() && !wasSsh) {
          enter('agreeing on keys')
          task.onTrace('banner', 'done', hello.identification())
          task.onTrace('key-exchange', 'running')
        }
        if (hello.isComplete()) socket.off('data', take)
      })
    },
    verifyHostKey: (blob: Buffer, answer: (accepted: boolean) => void): void => {
      // again at each renewal of the session's keys: it must stay the same
      if (verified !== null) {
        answer(verified.equals(blob))
        return
      }
      enter('showing its host key')
      task.onTrace('host-key', 'running')
      const ask = (question: Question) => {
        task.onTrace('host-key', 'asking')
        return task.ask(question)
      }
      whileAsking(() => task.hostKeys.verify(task.host, blob, ask)).then((reason) => {
        task.onTrace('host-key', 'done', reason)
        verified = Buffer.from(blob)
        if (!open) fail(new HungUpWhileAsking())
        else {
          task.onStep('logging in')
          enter('logging in')
          answer(true)
        }
      }, fail)
    },
    nextAuth: (allowed: readonly string[] | null, partial: boolean | null, use: NextAuth): void => {
      if (isSettled) return
      enter('logging in')
      if (allowed === null) task.onTrace('authentication', 'running')
      allowedLast = allowed ?? []
      whileAsking(() => next(allowed, partial === true)).then((method) => {
        if (!open) {
          task.authenticator.keepPassword()
          fail(new HungUpWhileAsking())
          return
        }
        tried = [...tried, method.type]
        use(method)
      }, fail)
    },
  }
}

interface Ssh2Error extends Error {
  readonly level?: string
  readonly code?: string | number
}

interface Progress {
  readonly target: Target
  readonly step: string
  readonly hello: Hello
  readonly tried: readonly string[]
  readonly allowed: readonly string[]
}

const explain = (error: Ssh2Error, progress: Progress): Error => {
  const { target, step, hello, tried, allowed } = progress
  if (/no matching/.test(error.message)) return noCommonAlgorithm(target, error.message, error)
  if (!hello.isSsh()) return notSsh(target, hello.said(), error)
  if (/too many authentication failures/i.test(error.message))
    return authFailed(target, {
      what: 'it counted too many failed attempts',
      tried: tried.filter((method) => method !== 'none'),
      allowed,
      remedy: tried.includes('agent')
        ? 'The agent offers more keys than the host lets try. Choose the key file for this host.'
        : 'Check the user name, then connect again.',
    })
  const why = error.level === 'client-timeout' ? 'it stopped answering' : printable(error.message)
  return connectionLost(target, `${why}, while ${step}`, error)
}
