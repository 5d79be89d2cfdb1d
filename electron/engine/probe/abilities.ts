/** What a host can do, derived from what the probe printed: one row for each ability, in the order of showing. */
import type { Ability, ProbeReport } from '../../../shared/model/host.ts'
import { familyOf, installRemedy, type Tool } from './packages.ts'
import { type Privileges, readPrivileges } from './privileges.ts'
import { type ProbeOutput, unquote } from './probe-output.ts'

export interface Evidence {
  readonly output: ProbeOutput
  readonly facts: ProbeReport['facts']
  readonly privileges: Privileges
  readonly install: (tool: Tool) => string
}

/** What a rule says: the rest of the ability is its row. */
export type Judgement = Pick<Ability, 'state' | 'detail' | 'remedy'>

export const yes = (detail: string): Judgement => ({ state: 'yes', detail, remedy: '' })
export const no = (detail: string, remedy: string): Judgement => ({ state: 'no', detail, remedy })
export const limited = (detail: string, remedy: string): Judgement => ({ state: 'limited', detail, remedy })
export const unknown = (detail: string, remedy: string): Judgement => ({ state: 'unknown', detail, remedy })

export const gatherEvidence = (output: ProbeOutput, facts: ProbeReport['facts']): Evidence => {
  const family = familyOf(facts.distributionId, unquote(output.get('os.ID_LIKE')))
  return {
    output,
    facts,
    privileges: readPrivileges(output, facts),
    install: (tool) => installRemedy(tool, family, facts.uid === 0),
  }
}
