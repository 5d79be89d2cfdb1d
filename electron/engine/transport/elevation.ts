/**
 * Becoming root: `sudo -n`, then `doas -n`, then sudo with a password. Found out once for each connection, and the
 * password is kept for as long as the connection lives and no longer.
 */
import type { Readable } from 'node:stream'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { ElevationKind } from '../../../shared/model/host.ts'
import type { Ask } from '../prompts.ts'
import { createLastingSecret, type LastingSecret } from '../secrets/ask-secret.ts'
import type { HostSecretKeeper } from '../secrets/secret-keeper.ts'
import { type Command, collectCommand, type StartCommand } from './command.ts'
import { rejectOnAbort, withLimit } from './limits.ts'
import { sendScript } from './run-output.ts'
import { printable, promptDismissed } from './ssh-errors.ts'
import { createMarkerFilter, createNonce } from './stderr-markers.ts'
import type { RunOptions, RunResult } from './transport.ts'

/** A wrong password that is typed again and again may lock the account. */
const passwordAttempts = 3
/** for sudo to answer; PAM delays a wrong password by some seconds */
const answerMs = 30_000

export interface ElevationTask {
  readonly start: StartCommand
  /** Makes of a script what goes to sh. */
  readonly wrap: (script: string, options: RunOptions, nonce: string) => string
  /** 'web-3' */
  readonly hostName: string
  /** whose password sudo wants; '' when that is not known */
  readonly user: string
  /** what is chosen for the host */
  readonly elevation: ElevationKind
  /** 'deploy@web-3:22', under which the password is kept */
  readonly login: string
  readonly hostLabel: string
  readonly ask: Ask
  readonly keeper: HostSecretKeeper
}

export interface Elevation {
  /** Finds out how, asking for the password if there must be one. Throws sudo.refused and prompt.dismissed. */
  prepare(signal: AbortSignal): Promise<void>
  /** `onMarker`: what `wrap` lets the script say. Only after `prepare`. */
  run(
    script: string,
    options: RunOptions,
    signal: AbortSignal,
    onMarker?: (word: string) => void,
  ): Promise<RunResult>
  /** Forgets the password. */
  close(): void
}

type Way = 'sudo' | 'sudo-password' | 'doas'

export const createElevation = (task: ElevationTask): Elevation => {
  let way: Way | null = null
  let password: string | null = null
  let preparing: Promise<void> | null = null

  const attempt = async (
    by: Way,
    secret: string | null,
    script: string,
    options: RunOptions,
    signal: AbortSignal,
    onMarker: (word: string) => void = () => undefined,
  ): Promise<RunResult | Refused> => {
    const nonce = createNonce()
    const command = await task.start(argvOf(by, nonce), signal, options.onWanted)
    let isRoot = false
    let asked = 0
    const settled = Promise.withResolvers<void>()
    const filter = createMarkerFilter(nonce, (word) => {
      if (word === 'go') {
        isRoot = true
        sendScript(command.stdin, task.wrap(script, options, nonce), options)
        settled.resolve()
      } else if (word === 'ask') {
        asked += 1
        // Only now: before sudo asks, what is written would be read as a script.
        if (asked === 1 && secret !== null) command.stdin.write(`${secret}\n`)
        else settled.resolve()
      } else onMarker(word)
    })
    // a command that ends early closes its pipes; its exit says why
    command.stdin.on('error', () => undefined)
    command.stderr.pipe(filter)
    command.stderr.once('error', (error) => filter.destroy(error))
    command.stderr.once('close', () => {
      filter.end()
      settled.resolve()
    })
    // Not its exit: of a channel, that comes only when all it printed was taken.
    command.stderr.once('end', () => settled.resolve())
    command.exit.catch(() => settled.resolve())
    signal.addEventListener('abort', () => settled.resolve(), { once: true })
    await settled.promise
    if (isRoot) return collectCommand(command, options, filter)
    return refusal(command, filter, asked > 1, signal)
  }

  const find = async (signal: AbortSignal): Promise<void> => {
    const limited = { timeoutMs: answerMs }
    const test = (by: Way, secret: string | null) =>
      withLimit({ ...limited, signal, timeoutError: () => silent(task) }, (limit) =>
        attempt(by, secret, 'exit 0', limited, limit),
      )
    if (task.elevation === 'never') throw notWanted(task)
    const tryWay = async (by: 'sudo' | 'doas'): Promise<Refused | null> => {
      const result = await test(by, null)
      if (result instanceof Refused) return result
      way = by
      return null
    }
    const plain = task.elevation === 'doas' ? notTried : await tryWay('sudo')
    if (plain === null) return
    const doas = task.elevation === 'sudo' ? notTried : await tryWay('doas')
    if (doas === null) return
    if (plain.isMissing) throw noWay(task, plain, doas)
    if (!plain.wantsPassword) throw sudoRefused(task, plain)
    const lasting = createLastingSecret(
      { kind: 'sudo', what: task.login },
      { ask: (question) => task.ask(question, signal), keeper: task.keeper },
    )
    const isRight = async (secret: string): Promise<boolean> => {
      const result = await test('sudo-password', secret)
      if (result instanceof Refused) {
        if (!result.wasWrong) throw sudoRefused(task, result)
        return false
      }
      way = 'sudo-password'
      password = secret
      await lasting.worked(secret)
      return true
    }
    const kept = await lasting.kept()
    if (kept !== null) {
      if (await isRight(kept)) return
      await lasting.keptFailed(true)
    }
    for (let number = 1; number <= passwordAttempts; number++)
      if (await isRight(await askPassword(task, lasting, number))) return
    throw wrongPassword(task)
  }

  return {
    prepare(signal) {
      if (way !== null) return Promise.resolve()
      if (preparing === null) {
        preparing = find(signal)
        const forget = () => {
          preparing = null
        }
        preparing.then(forget, forget)
      }
      return rejectOnAbort(preparing, signal)
    },
    async run(script, options, signal, onMarker) {
      if (way === null) throw new TypeError('run before prepare')
      const result = await attempt(way, password, script, options, signal, onMarker)
      if (!(result instanceof Refused)) return result
      // It was granted a moment ago: ask and look anew next time.
      way = null
      password = null
      throw result.wasWrong ? wrongPassword(task) : sudoRefused(task, result)
    },
    close() {
      way = null
      password = null
    },
  }
}

/** The only words of it that change are random. */
const argvOf = (way: Way, nonce: string): readonly string[] => {
  const shell = ['sh', '-c', `printf ${nonce}go. >&2; exec sh -s`]
  if (way === 'sudo') return ['sudo', '-n', ...shell]
  if (way === 'doas') return ['doas', '-n', ...shell]
  // -k: asks in any case, so that what is written is never a script that a password was expected for
  return ['sudo', '-k', '-S', '-p', `${nonce}ask.`, ...shell]
}

class Refused {
  /** its words, as one printable line */
  readonly said: string
  readonly wasWrong: boolean
  constructor(said: string, exitCode: number | null, wasWrong: boolean) {
    this.said = said
    this.wasWrong = wasWrong || /incorrect password|Sorry, try again/i.test(said)
    this.isMissing = exitCode === 127 || /not found|unknown command/i.test(said)
  }
  readonly isMissing: boolean
  get wantsPassword(): boolean {
    return /password is required|interactive authentication/i.test(this.said)
  }
}

/** As if it were not there. */
const notTried = new Refused('', 127, false)

const refusal = async (
  command: Command,
  stderr: Readable,
  wasWrong: boolean,
  signal: AbortSignal,
): Promise<Refused> => {
  command.stdout.resume()
  if (wasWrong) {
    stderr.resume()
    command.stop()
    return new Refused('', null, true)
  }
  try {
    const [exit, said] = await rejectOnAbort(Promise.all([command.exit, readHead(stderr)]), signal)
    return new Refused(printable(said), exit.exitCode, false)
  } catch (error) {
    command.stop()
    throw error
  }
}

const readHead = async (stream: Readable): Promise<string> => {
  let text = ''
  for await (const chunk of stream) if (text.length < 4096) text += chunk.toString('utf8')
  return text
}

const askPassword = async (task: ElevationTask, by: LastingSecret, attempt: number): Promise<string> => {
  const question = `Password${task.user === '' ? '' : ` of ${task.user}`} for sudo on ${task.hostName}`
  const { hostLabel, login } = task
  const answer = await by.ask({ hostLabel, login, question, attempt, attempts: passwordAttempts })
  // a line is what sudo reads
  if (answer === null || answer.includes('\n')) throw promptDismissed(question)
  return answer
}

const facts = (task: ElevationTask) => ({ host: task.hostName, user: task.user })

const notWanted = (task: ElevationTask) =>
  new SmokejumperError({
    code: 'sudo.refused',
    message: `Nobody becomes root on ${task.hostName}: it is chosen so for this host.`,
    remedy:
      'Choose another way to become root in the form of the host. Recipes that need no root still work.',
    facts: facts(task),
  })

const silent = (task: ElevationTask) =>
  new SmokejumperError({
    code: 'sudo.refused',
    message: `sudo on ${task.hostName} did not answer within ${answerMs / 1000} s.`,
    remedy: 'It may wait for a service (LDAP, a second factor). Try it by hand, or connect as root.',
    facts: facts(task),
  })

const wrongPassword = (task: ElevationTask) =>
  new SmokejumperError({
    code: 'sudo.refused',
    message: `sudo on ${task.hostName} refused the password ${passwordAttempts} times.`,
    remedy:
      'It is usually the password of the user that logs in. Some hosts lock an account after failed attempts.',
    facts: facts(task),
  })

const sudoRefused = (task: ElevationTask, { said }: Refused) =>
  new SmokejumperError({
    code: 'sudo.refused',
    message: `sudo on ${task.hostName} does not let ${task.user || 'this user'} become root: ${said || 'it gave no reason'}.`,
    remedy: /tty/.test(said)
      ? 'Take "Defaults requiretty" out of its sudoers file, or connect as root.'
      : 'Ask the administrator to allow sudo for this user, or connect as root. Recipes that need no root still work.',
    facts: { ...facts(task), said },
  })

const noWay = (task: ElevationTask, sudo: Refused, doas: Refused) =>
  new SmokejumperError({
    code: 'sudo.refused',
    message: doas.isMissing
      ? `${task.hostName} has ${task.elevation === 'auto' ? 'neither sudo nor doas' : `no ${task.elevation}`}, so ${task.user || 'this user'} cannot become root.`
      : `doas on ${task.hostName} does not let ${task.user || 'this user'} become root without a password: ${doas.said}.`,
    remedy: doas.isMissing
      ? 'Connect as root, or install sudo. Recipes that need no root still work.'
      : 'doas reads passwords only from a terminal: write "nopass" into its rule in /etc/doas.conf, or connect as root.',
    facts: { ...facts(task), sudo: sudo.said, doas: doas.said },
  })
