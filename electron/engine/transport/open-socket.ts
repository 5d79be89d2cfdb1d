/** A TCP connection. */
import { connect, isIP, type Socket } from 'node:net'
import type { ConnectStep } from '../../../shared/model/connect-trace.ts'
import { connectError, connectTimedOut, type Target } from './ssh-errors.ts'

/** Resolves when connected. Throws what `connectError` makes of a failure, ssh.timeout, or the signal's reason. */
export const openSocket = (
  target: Target,
  timeoutMs: number,
  signal: AbortSignal,
  onTrace: (step: ConnectStep, state: 'running' | 'done', detail?: string) => void = () => undefined,
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    onTrace('resolve', 'running')
    const addresses: string[] = []
    const resolved = (detail: string) => {
      onTrace('resolve', 'done', detail)
      onTrace('tcp', 'running')
    }
    const socket = connect({
      host: target.address,
      port: target.port,
      // Node's 250 ms for each address gives up on hosts that are merely far away.
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 3000,
      noDelay: true,
    })
    if (isIP(target.address) !== 0) resolved('an address, not a name')
    socket.on('lookup', (error: Error | null, address: string) => {
      if (error !== null) return
      addresses.push(address)
      if (addresses.length === 1) resolved(address)
      else onTrace('resolve', 'done', addresses.join(', '))
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
      onTrace('tcp', 'done', `${socket.remoteAddress ?? target.address} port ${target.port}`)
      resolve(socket)
    })
  })
