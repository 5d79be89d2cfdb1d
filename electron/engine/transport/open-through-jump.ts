/** A TCP connection that a jump host makes for us (RFC 4254, section 7.2). */
import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import type { ErrorCode } from '../../../shared/errors/codes.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { ConnectStep } from '../../../shared/model/connect-trace.ts'
import { connectionLost, connectTimedOut, printable, type Target } from './ssh-errors.ts'

export interface Passage {
  readonly client: Client
  /** the jump host */
  readonly target: Target
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly onTrace: (step: ConnectStep, state: 'running' | 'done', detail?: string) => void
}

/** Throws ssh.refused, ssh.unresolved, ssh.unreachable, ssh.timeout or ssh.connection-lost, or the signal's reason. */
export const openThroughJump = (passage: Passage, target: Target): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const { client, signal, onTrace } = passage
    signal.throwIfAborted()
    onTrace('tcp', 'running', `through ${passage.target.name}`)
    let isOver = false
    const settle = (finish: () => void) => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      client.off('close', onClose)
      finish()
    }
    const onAbort = () => settle(() => reject(signal.reason))
    const onClose = () => settle(() => reject(connectionLost(passage.target, 'the jump host hung up')))
    const timer = setTimeout(
      () => settle(() => reject(connectTimedOut(target, passage.timeoutMs))),
      passage.timeoutMs,
    )
    signal.addEventListener('abort', onAbort, { once: true })
    client.once('close', onClose)
    client.forwardOut('127.0.0.1', 0, target.address, target.port, (error, channel) => {
      if (isOver) channel?.destroy()
      settle(() => {
        if (error) reject(noPassage(passage.target, target, error))
        else {
          onTrace('tcp', 'done', `through ${passage.target.name}`)
          // an error that comes later belongs to nobody any more
          channel.on('error', () => undefined)
          resolve(channel)
        }
      })
    })
  })

/** SSH_MSG_CHANNEL_OPEN_FAILURE, with sshd's words about the reason. */
const noPassage = (jump: Target, target: Target, cause: Error): SmokejumperError => {
  const said = printable(cause.message).replace(/^\(SSH\) Channel open failure: /, '')
  const isForbidden =
    ('reason' in cause && cause.reason === 1) || /administratively prohibited|open failed/i.test(said)
  const code: ErrorCode = isForbidden
    ? 'ssh.unreachable'
    : /refused/i.test(said)
      ? 'ssh.refused'
      : /not known|resolve|no address/i.test(said)
        ? 'ssh.unresolved'
        : /timed out/i.test(said)
          ? 'ssh.timeout'
          : 'ssh.unreachable'
  return new SmokejumperError({
    code,
    message: isForbidden
      ? `The jump host ${jump.name} does not pass connections on to ${target.address} port ${target.port} (${said}).`
      : `The jump host ${jump.name} cannot reach ${target.address} port ${target.port} (${said}).`,
    remedy: isForbidden
      ? 'Allow it there: AllowTcpForwarding and PermitOpen in its sshd_config; or take another jump host.'
      : `Check the address as ${jump.name} sees it, and that sshd runs there.`,
    facts: { jump: jump.name, address: target.address, port: target.port, said },
    cause,
  })
}
