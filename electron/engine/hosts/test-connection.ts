/** Tries the whole way to a host, step by step, on a connection of its own, and says where it breaks. */
import { isCancellation, isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { ConnectTest, TraceStep } from '../../../shared/model/connect-trace.ts'
import type { Ability, ProbeReport } from '../../../shared/model/host.ts'
import { printable } from '../transport/ssh-errors.ts'
import type { Connections, Transport } from '../transport/transport.ts'
import { createConnectTrace } from './connect-trace.ts'

/** A shell whose rc files take this long is told to be slow, not broken. */
const shellMs = 15_000

interface Seen {
  readonly facts: Pick<ProbeReport['facts'], 'distribution' | 'kernel'>
  readonly abilities: readonly Pick<Ability, 'state'>[]
}

export interface ConnectTestTask {
  readonly hostId: string
  readonly connections: Pick<Connections, 'openTraced'>
  readonly probe: (transport: Transport, signal: AbortSignal) => Promise<Seen>
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
    trace.on(last, 'shell', 'done', await tryShell(transport, signal))
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

/** What the shell says of itself. Throws probe.failed when no POSIX shell ran the script. */
const tryShell = async (transport: Transport, signal: AbortSignal): Promise<string> => {
  const { stdout, stderr } = await transport.run('printf "smokejumper-shell:%s\\n" "$(uname -s)"', {
    signal,
    timeoutMs: shellMs,
    maxBytes: 1_048_576,
  })
  const text = new TextDecoder('latin1').decode(stdout)
  const found = /smokejumper-shell:([\w.-]+)\n/.exec(text)
  if (found !== null) {
    const noise = found.index === 0 ? '' : `, and its login prints ${found.index} bytes before`
    return `${found[1]}${noise}`
  }
  const said = printable(text) || printable(new TextDecoder('latin1').decode(stderr))
  throw new SmokejumperError({
    code: 'probe.failed',
    message: `The login works, but no shell ran a script there${said === '' ? '' : `: it said "${said}"`}.`,
    remedy:
      'The account may be limited to one command (ForceCommand, command= in authorized_keys) or to no shell (nologin). Use another user.',
    facts: { said },
  })
}
