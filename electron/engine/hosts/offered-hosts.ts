/** The hosts that the ssh config offers, and saving them by their alias. */
import { type Host, type HostDraft, hostDefaults } from '../../../shared/model/host.ts'
import type { OfferedHost, SshConfigReport } from '../../../shared/model/offered-host.ts'
import type { Pacer } from '../workers/pacer.ts'
import { describeAlias, type SshConfig } from './ssh-config.ts'

/**
 * Each alias is looked for in all lines, which takes a while in a config that a program has written: paced.
 * @param saved hosts that are saved already
 */
export const offerHosts = async (
  config: SshConfig,
  saved: readonly Host[],
  pace: Pacer,
): Promise<SshConfigReport> => {
  const hosts: OfferedHost[] = []
  for (const alias of config.aliases) {
    await pace()
    hosts.push(offerHost(config, alias, saved))
  }
  return { files: [...config.files], problems: [...config.problems], hosts }
}

export const offerHost = (config: SshConfig, alias: string, saved: readonly Host[]): OfferedHost =>
  describeAlias(config.resolve(alias), saved.find((host) => host.alias === alias)?.id ?? null)

/** Names the alias and nothing else, so that a change of the config changes the host. */
export const draftOf = (offered: OfferedHost, group: string): HostDraft => ({
  ...hostDefaults,
  jumps: [],
  tags: [],
  label: offered.alias.slice(0, 100),
  alias: offered.alias,
  address: '',
  port: 0,
  user: '',
  authentication: { method: 'auto' },
  spoolDirectory: '',
  transport: offered.transport,
  group,
})
