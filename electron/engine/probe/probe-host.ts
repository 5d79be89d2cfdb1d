/** The probe: one script, one round trip, nothing changed on the host. */
import { randomBytes } from 'node:crypto'
import { quoteArgument } from '../../../shared/commands/quote.ts'
import type { ProbeReport } from '../../../shared/model/host.ts'
import type { Transport } from '../transport/transport.ts'
import { gatherEvidence } from './abilities.ts'
import { deriveAbilities } from './ability-table.ts'
import { parseProbeOutput, printable, readFacts } from './probe-output.ts'

/** The script's own limits add up to less. */
const timeoutMs = 40_000

export interface ProbeOptions {
  /** text of resources/remote/probe.sh */
  readonly script: string
  /** where captures are to be spooled; '' for the host's choice */
  readonly spoolDirectory: string
  readonly signal: AbortSignal
}

/** Rejects with probe.failed when no shell runs the script, or as `transport.run` does. */
export const probeHost = async (transport: Transport, options: ProbeOptions): Promise<ProbeReport> => {
  const nonce = randomBytes(12).toString('hex')
  const wanted = quoteArgument(options.spoolDirectory)
  const began = performance.now()
  const result = await transport.run(`nonce=${nonce}\nwanted=${wanted}\n${options.script}`, {
    timeoutMs,
    signal: options.signal,
    maxBytes: 1_048_576,
  })
  const took = Math.round(performance.now() - began)
  const stderr = printable(Buffer.from(result.stderr).toString('utf8'))
  const output = parseProbeOutput(result.stdout, nonce, stderr)
  const facts = readFacts(output)
  const abilities = deriveAbilities(gatherEvidence(output, facts))
  return { at: Date.now(), took, facts, abilities, raw: output.raw }
}
