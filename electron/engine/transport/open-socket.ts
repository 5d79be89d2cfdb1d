/** A TCP connection. */
import { connect, type Socket } from 'node:net'
import { connectError, connectTimedOut, type Target } from './ssh-errors.ts'

/** Resolves when connected. Throws what `connectError` makes of a failure, ssh.timeout, or the signal's reason. */
export const openSocket = (target: Target, timeoutMs: number, signal: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = connect({
      host: target.address,
      port: target.port,
      // Node's 250 ms for each address gives up on hosts that are merely far away.
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 3000,
      noDelay: true,
    })
    const end = (error: unknown) => {
      settle()
      socket.destroy()
      reject(error)
    }
    const onError = (cause: Error) => end(connectError(target, cause))
    const onAbort = () => end(signal.reason)
    const timer = setTimeout(() => end(connectTimedOut(target, timeoutMs)), timeoutMs)
    const settle = () => {
      clearTimeout(timer)
      socket.off('error', onError)
      signal.removeEventListener('abort', onAbort)
      // an error that comes later belongs to nobody any more
      socket.on('error', () => undefined)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once('error', onError)
    socket.once('connect', () => {
      settle()
      resolve(socket)
    })
  })
