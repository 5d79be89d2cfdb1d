/** Tries the whole way to a host, step by step, on a connection of its own, and says where it breaks. */
import { isCancellation, isExpected } from '../../../shared/errors/errors.ts'
import type { ConnectTest, TraceStep } from '../../../shared/model/connect-trace.ts'
import type { ProbeReport } from '../../../shared/model/host.ts'
import type { Connections, Transport } from '../transport/transport.ts'
import { createConnectTrace } from './connect-trace.ts'

/** A shell whose rc files take this long is told to be slow, not broken. */
const shellMs = 15_000

export interface ConnectTestTask {
  readonly hostId: string
  readonly connections: Pick<Connections, 'openTraced'>
  readonly probe: (transport: Transport, signal: AbortSignal) => Promise<ProbeReport>
  readonly signal: AbortSignal
  readonly report: (step: TraceStep) => void
}

/** Rejects only when it is cancelled, or with a bug: what breaks on the way is the result. */
export const testConnection = async (task: ConnectTestTask): Promise<ConnectTest> => {
  const { signal } = task
  let names: readonly string[] = ['this machine']
  const trace = createConnectTrace(
    () => names,
    task.report,
    () => performance.now(),
  )
  let transport: Transport | null = null
  try {
    transport = await task.connections.openTraced(task.hostId, {
      signal,
      onTrace: trace.on,
      onHops: (hops) => {
        names = hops
      },
    })
    const last = names.length - 1
    trace.on(last, 'shell', 'running')
    const shell = await transport.run('printf %s "$(uname -s)"', { signal, timeoutMs: shellMs })
    trace.on(
      last,
      'shell',
      'done',
      new TextDecoder()
        .decode(shell.stdout)
        .replace(/[^\x20-\x7e]/g, '')
        .slice(0, 80),
    )
    trace.on(last, 'probe', 'running')
    const { abilities, facts } = await task.probe(transport, signal)
    const can = abilities.filter(({ state }) => state === 'yes').length
    trace.on(
      last,
      'probe',
      'done',
      `${facts.distribution}, ${facts.kernel}; ${can} of ${abilities.length} abilities`,
    )
    return { passed: true, steps: trace.steps(), error: null }
  } catch (error) {
    if (isCancellation(error) || !isExpected(error)) throw error
    trace.fail(error)
    const { code, message, remedy, facts } = error
    return { passed: false, steps: trace.steps(), error: { code, message, remedy, facts: { ...facts } } }
  } finally {
    transport?.close()
  }
}
