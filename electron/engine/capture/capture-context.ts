/** What each part of a capture's life works with. */
import type { Host, ProbeReport } from '../../../shared/model/host.ts'
import type { Emit } from '../emitter.ts'
import type { Library, SpoolRef } from '../library/library.ts'
import type { Recipes } from '../recipes/load-recipes.ts'
import type { Connections, Transport } from '../transport/transport.ts'
import type { ActiveCaptures } from './active-captures.ts'
import type { FollowTimes } from './follow-spool.ts'
import type { CallOptions } from './host-captures.ts'
import type { HostScripts } from './host-scripts.ts'
import { removeSpool } from './spool.ts'

export interface CaptureContext {
  readonly library: Library
  readonly connections: Connections
  readonly recipes: Recipes
  readonly scripts: HostScripts
  /** a fresh look at the host, kept with it */
  readonly probe: (host: Host, transport: Transport, signal: AbortSignal) => Promise<ProbeReport>
  readonly emit: Emit
  readonly times: FollowTimes
  readonly active: ActiveCaptures
}

export const openHost = (
  { connections }: CaptureContext,
  hostId: string,
  { signal, onStep }: CallOptions,
): Promise<Transport> => connections.open(hostId, { signal, onStep })

/** Ends what runs in the spool, and removes it. */
export const removeFromHost = async (
  context: CaptureContext,
  hostId: string,
  spool: SpoolRef,
  call: CallOptions,
): Promise<void> => {
  const transport = await openHost(context, hostId, call)
  const { scripts } = context
  await removeSpool({ transport, scripts, elevate: spool.elevated, signal: call.signal }, spool)
}
