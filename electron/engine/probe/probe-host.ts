/** The probe: one script, one round trip (two where sudo wants a password), nothing changed on the host. */
import { randomBytes } from 'node:crypto'
import { quoteArgument } from '../../../shared/commands/quote.ts'
import { isExpected } from '../../../shared/errors/errors.ts'
import type { ElevationKind, ProbeReport } from '../../../shared/model/host.ts'
import type { Transport } from '../transport/transport.ts'
import { gatherEvidence } from './abilities.ts'
import { deriveAbilities } from './ability-table.ts'
import { type ProbeOutput, parseProbeOutput, printable, readFacts, readProbeLines } from './probe-output.ts'

/** The script's own limits add up to less. */
const timeoutMs = 40_000

export interface ProbeOptions {
  /** text of resources/remote/probe.sh */
  readonly script: string
  /** where captures are to be spooled; '' for the host's choice */
  readonly spoolDirectory: string
  /** how root may be become there; default 'auto' */
  readonly elevation?: ElevationKind
  readonly signal: AbortSignal
}

/** Rejects with probe.failed when no shell runs the script, or as `transport.run` does. */
export const probeHost = async (transport: Transport, options: ProbeOptions): Promise<ProbeReport> => {
  const began = performance.now()
  const first = await look(transport, options, false)
  const output = mayBecomeRoot(first) ? await withRoot(transport, options, first) : first
  const took = Math.round(performance.now() - began)
  const facts = readFacts(output)
  const abilities = deriveAbilities(gatherEvidence(output, facts))
  return { at: Date.now(), took, facts, abilities, raw: output.raw }
}

const look = async (transport: Transport, options: ProbeOptions, elevate: boolean): Promise<ProbeOutput> => {
  const nonce = randomBytes(12).toString('hex')
  const wanted = quoteArgument(options.spoolDirectory)
  const elevation = quoteArgument(options.elevation ?? 'auto')
  const result = await transport.run(
    `nonce=${nonce}\nwanted=${wanted}\nelevation=${elevation}\n${options.script}`,
    {
      timeoutMs,
      signal: options.signal,
      maxBytes: 1_048_576,
      elevate,
    },
  )
  const stderr = printable(Buffer.from(result.stderr).toString('utf8'))
  return parseProbeOutput(result.stdout, nonce, stderr)
}

/** sudo says that a password is required also to those who may never use it; those who may are in one of these groups. */
const administrators: ReadonlySet<string> = new Set(['sudo', 'wheel', 'admin'])

const mayBecomeRoot = (output: ProbeOutput): boolean =>
  output.get('privilege') === 'none' &&
  /password is required/i.test(output.get('sudo.said')) &&
  output
    .get('groups')
    .split(' ')
    .some((group) => administrators.has(group))

/** Connections on which a person did not want to be root, or could not: they are not asked again. */
const declined = new WeakSet<Transport>()

/** What root sees, added to what the user sees; the password is asked for once on a connection. */
const withRoot = async (
  transport: Transport,
  options: ProbeOptions,
  first: ProbeOutput,
): Promise<ProbeOutput> => {
  if (declined.has(transport)) return first
  try {
    const { raw } = await look(transport, options, true)
    const lines = raw.split('\n').filter((line) => line.startsWith('root.'))
    return readProbeLines(`${first.raw}privilege=sudo\n${lines.join('\n')}\n`)
  } catch (error) {
    if (!isExpected(error) || (error.code !== 'sudo.refused' && error.code !== 'prompt.dismissed'))
      throw error
    declined.add(transport)
    // without root: most of it still works, and what does not says why
    return first
  }
}
