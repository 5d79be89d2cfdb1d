/** The way to a host over ssh2: each hop with its own host key, its own login and its own secrets. */
import type { ElevationKind } from '../../../shared/model/host.ts'
import type { OnTrace } from '../hosts/connect-trace.ts'
import { type Hop, placeOf } from '../hosts/destination.ts'
import type { HostKeyCheck, HostName } from '../hosts/host-key-check.ts'
import { knownHostsName } from '../hosts/known-hosts.ts'
import { keyFilesOf } from '../hosts/ssh-files.ts'
import type { Ask, Prompter } from '../prompts.ts'
import type { HostSecretKeeper } from '../secrets/secret-keeper.ts'
import { createAuthenticator } from './authentication.ts'
import { createElevation } from './elevation.ts'
import type { HostSecrets } from './host-secrets.ts'
import { wrapScript } from './run-output.ts'
import { type ConnectTask, connectSsh } from './ssh-connect.ts'
import type { Target } from './ssh-errors.ts'
import { createSshTransport } from './ssh-transport.ts'
import type { Transport } from './transport.ts'

export interface Ssh2Way {
  readonly hostLabel: string
  readonly elevation: ElevationKind
  readonly hops: readonly [...Hop[], Hop]
  readonly hostKeys: HostKeyCheck
  readonly prompter: Prompter
  readonly secrets: HostSecrets
  readonly keeper: HostSecretKeeper
  readonly home: string
  /** of the person; '' for none */
  readonly agentSocket: string
  /** wins over what a hop says */
  readonly stepTimeoutMs: number | undefined
  readonly signal: AbortSignal
  readonly onStep: (step: string) => void
  readonly onTrace: OnTrace
}

export const connectSsh2 = async (way: Ssh2Way): Promise<Transport> => {
  const { hops, hostLabel, signal, onStep, keeper } = way
  const tasks = await Promise.all(
    hops.map(async (hop, index): Promise<ConnectTask> => {
      const target = targetOf(hop)
      const place = placeOf(hops, index)
      const ask: Ask = (question) =>
        way.prompter.ask({ ...question, login: hop.name, ...(place === '' ? {} : { hop: place }) }, signal)
      const authenticator = createAuthenticator({
        target,
        hostLabel,
        hop: place,
        login: hop.name,
        keeper,
        authentication: hop.authentication,
        secrets: way.secrets.of(hop.name),
        agentSocket: hop.identityAgent ?? way.agentSocket,
        keyFiles: hop.identityFiles ?? (await keyFilesOf(hop, way.home)),
        identitiesOnly: hop.identitiesOnly,
        oldAlgorithms: hop.oldAlgorithms,
        ask,
        onStep,
      })
      return {
        target,
        host: hostNameOf(hop, hostLabel),
        hostKeys: way.hostKeys,
        authenticator,
        ask,
        onStep,
        onTrace: (step, state, detail) => way.onTrace(index, step, state, detail),
        signal,
        stepTimeoutMs: way.stepTimeoutMs ?? hop.connectTimeoutMs ?? 15_000,
        oldAlgorithms: hop.oldAlgorithms,
        keepaliveMs: hop.keepaliveMs,
        keepaliveCount: hop.keepaliveCount,
      }
    }),
  )
  const last = hops[hops.length - 1] as Hop
  return connectSsh(tasks, (client, jumps) =>
    createSshTransport(client, targetOf(last), jumps, (start) =>
      createElevation({
        start,
        wrap: wrapScript,
        hostName: last.address,
        user: last.user,
        login: last.name,
        elevation: way.elevation,
        hostLabel,
        ask: (question, asking) => way.prompter.ask(question, asking),
        keeper,
      }),
    ),
  )
}

export const targetOf = (hop: Hop): Target => ({
  user: hop.user,
  name: knownHostsName(hop.address, hop.port),
  address: hop.address,
  port: hop.port,
})

const hostNameOf = (hop: Hop, label: string): HostName => ({
  label,
  address: hop.hostKeyAlias ?? hop.address,
  port: hop.hostKeyAlias === null ? hop.port : 22,
  userKnownHostsFiles: hop.userKnownHostsFiles,
  globalKnownHostsFiles: hop.globalKnownHostsFiles,
  isStrict: hop.isStrict,
})
