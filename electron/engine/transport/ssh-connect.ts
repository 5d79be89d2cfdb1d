/** From a host's address to a transport: host key verified, person asked, every step with a limit. */
import type { Duplex } from 'node:stream'
import { Client } from 'ssh2'
import type { ConnectStep } from '../../../shared/model/connect-trace.ts'
import type { HostKeyCheck, HostName } from '../hosts/host-key-check.ts'
import type { Ask, Question } from '../prompts.ts'
import { algorithmsFor } from './algorithms.ts'
import type { Authenticator, NextMethod, Session } from './authentication.ts'
import { createHello, type Hello } from './hello.ts'
import { rejectOnAbort } from './limits.ts'
import { openSocket } from './open-socket.ts'
import { openThroughJump } from './open-through-jump.ts'
import {
  authFailed,
  connectionLost,
  hungUpUnanswered,
  largePacket,
  loginTimedOut,
  noCommonAlgorithm,
  notSsh,
  printable,
  saysHello,
  type Target,
  tooManyOffered,
} from './ssh-errors.ts'
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
  readonly ask: Ask
  readonly onStep: (step: string) => void
  /** each step of the connection, for whoever looks where it breaks */
  readonly onTrace: (step: ConnectStep, state: 'running' | 'asking' | 'done', detail?: string) => void
  readonly signal: AbortSignal
  /** for the connection, and for each step of the login that waits for the host */
  readonly stepTimeoutMs: number
  /** also algorithms that OpenSSH no longer accepts */
  readonly oldAlgorithms: boolean
  /** default 15 s; 0 for none */
  readonly keepaliveMs: number | null
  /** keepalives without an answer that end the connection; default 3 */
  readonly keepaliveCount: number | null
}

/** Told apart by identity: the host hung up while the person was thinking; with the answer it is worth another try. */
class HungUpWhileAsking extends Error {}

/**
 * Hop by hop, each through the one before it, to the host, which is the last. Throws the errors of ssh-errors, of the
 * host key check and of the authenticator, or the signal's reason; nothing stays open then.
 */
export const connectSsh = async (
  hops: readonly ConnectTask[],
  createTransport: (client: Client, jumps: readonly Client[]) => Transport,
): Promise<Transport> => {
  const clients: Client[] = []
  try {
    let before: { client: Client; target: Target } | null = null
    for (const task of hops) {
      const client: Client = await connectHop(task, before)
      // what becomes of it shows in the hop behind it
      client.removeAllListeners('error').on('error', () => undefined)
      clients.push(client)
      before = { client, target: task.target }
    }
    const last = clients.pop()
    if (last === undefined) throw new TypeError('no hop leads to the host')
    return createTransport(last, clients)
  } catch (error) {
    for (const client of clients.reverse()) client.destroy()
    throw error
  }
}

interface Jump {
  readonly client: Client
  readonly target: Target
}

const connectHop = async (task: ConnectTask, jump: Jump | null): Promise<Client> => {
  for (let connection = 1; ; connection++) {
    try {
      return await rejectOnAbort(connectOnce(task, jump), task.signal)
    } catch (error) {
      if (!(error instanceof HungUpWhileAsking)) throw error
      if (connection === maxConnections)
        throw connectionLost(task.target, 'it hangs up whenever a question is open', error)
    }
  }
}

const connectOnce = async (task: ConnectTask, jump: Jump | null): Promise<Client> => {
  const { target, signal, stepTimeoutMs } = task
  const login = beginLogin(task)
  try {
    const next = await task.authenticator.begin(login.session)
    const serverHostKey = await task.hostKeys.algorithms(task.host)
    task.onStep(`connecting to ${target.name}`)
    const socket =
      jump === null
        ? await openSocket(target, stepTimeoutMs, signal, task.onTrace)
        : await openThroughJump({ ...jump, timeoutMs: stepTimeoutMs, signal, onTrace: task.onTrace }, target)
    login.start(socket)
    login.client.connect({
      sock: socket,
      username: target.user,
      algorithms: algorithmsFor(serverHostKey, task.oldAlgorithms),
      keepaliveInterval: task.keepaliveMs ?? keepaliveMs,
      keepaliveCountMax: task.keepaliveCount ?? keepaliveCount,
      // ours does not run while the person thinks
      readyTimeout: 0,
      hostVerifier: login.verifyHostKey,
      authHandler: login.nextAuth(next),
    })
    // after connect, which pauses the socket: this listener alone does not start the flow
    login.watchFirstBytes(socket)
  } catch (error) {
    login.fail(error)
  }
  return login.ready
}

type NextAuth = (method: ReturnType<NextMethod> extends Promise<infer M> ? M : never) => void

const beginLogin = (task: ConnectTask) => {
  const { target, signal } = task
  const client = new Client()
  let step = saysHello
  const hello = createHello()
  let tried: string[] = []
  let allowedLast: readonly string[] = []
  /** the host has said something to the first attempt */
  let wasAnswered = false
  let open = true
  let questions = 0
  let verified: Buffer | null = null
  let timer: NodeJS.Timeout | undefined
  let isSettled = false
  let socket: Duplex | null = null
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
      socket?.destroy()
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

  const session: Session = {
    whileAsking: (work, use) => {
      whileAsking(work).then((value) => {
        if (open) use(value)
        else {
          task.authenticator.keepPassword()
          fail(new HungUpWhileAsking())
        }
      }, fail)
    },
  }

  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  // with what was agreed on, once the keys are exchanged; the host key is shown before that
  client.on('handshake', ({ kex, cs, sc }) =>
    task.onTrace('key-exchange', 'done', [...new Set([kex, cs.cipher, sc.cipher])].join(', ')),
  )
  client.on('ready', () =>
    settle(() => {
      // keys of files are offered as those of an agent are (authentication.ts): to the host each is a public key
      const method = tried.at(-1) ?? 'none'
      task.onTrace(
        'authentication',
        'done',
        `${method === 'agent' ? 'publickey' : method}, as ${target.user}`,
      )
      task.authenticator.succeeded().then(() => result.resolve(client), result.reject)
    }),
  )
  client.on('error', (error: Ssh2Error) => {
    // One key of the agent that cannot sign is not the end: the next one is tried.
    if (error.level === 'agent') return
    if (questions > 0) return
    const { oldAlgorithms } = task
    const offered = task.authenticator.offered()
    fail(
      explain(error, {
        target,
        step,
        hello,
        tried,
        offered,
        wasAnswered,
        allowed: allowedLast,
        oldAlgorithms,
      }),
    )
  })
  client.on('close', () => {
    open = false
    if (questions > 0) return
    if (!hello.isSsh()) fail(notSsh(target, hello.said()))
    else if (tried.length > 0 && !wasAnswered) fail(hungUpUnanswered(target))
    else fail(connectionLost(target, `the host hung up while ${step}`))
  })

  return {
    client,
    session,
    fail,
    ready: result.promise,
    start: (opened: Duplex) => {
      socket = opened
      if (isSettled) opened.destroy()
      enter(saysHello)
      task.onTrace('banner', 'running')
    },
    watchFirstBytes: (opened: Duplex) => {
      opened.on('data', function take(chunk: Buffer) {
        const wasSsh = hello.isSsh()
        hello.hear(chunk)
        if (hello.isSsh() && !wasSsh) {
          enter('agreeing on keys')
          task.onTrace('banner', 'done', hello.identification())
          task.onTrace('key-exchange', 'running')
        }
        if (hello.isComplete()) opened.off('data', take)
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
    nextAuth:
      (next: NextMethod) =>
      (allowed: readonly string[] | null, partial: boolean | null, use: NextAuth): void => {
        if (isSettled) return
        enter('logging in')
        if (allowed === null) task.onTrace('authentication', 'running')
        else wasAnswered = true
        allowedLast = allowed ?? []
        session.whileAsking(
          () => next(allowed, partial === true),
          (method) => {
            tried = [...tried, method.type]
            use(method)
          },
        )
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
  readonly offered: ReturnType<Authenticator['offered']>
  readonly wasAnswered: boolean
  readonly allowed: readonly string[]
  readonly oldAlgorithms: boolean
}

const explain = (error: Ssh2Error, progress: Progress): Error => {
  const { target, step, hello, tried, allowed } = progress
  if (/no matching/.test(error.message))
    return noCommonAlgorithm(target, error.message, progress.oldAlgorithms, error)
  if (!hello.isSsh()) return notSsh(target, hello.said(), error)
  if (/too many authentication failures/i.test(error.message))
    return authFailed(target, {
      ...tooManyOffered(target, progress.offered),
      tried: progress.offered.length > 0 ? ['publickey'] : tried.filter((method) => method !== 'none'),
      allowed,
    })
  if (/Bad packet length/.test(error.message)) return largePacket(target, step, error)
  if (tried.length > 0 && !progress.wasAnswered) return hungUpUnanswered(target, error)
  const why = error.level === 'client-timeout' ? 'it stopped answering' : printable(error.message)
  return connectionLost(target, `${why}, while ${step}`, error)
}
