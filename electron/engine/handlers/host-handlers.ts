import type { Host } from '../../../shared/model/host.ts'
import { draftOf, offerHost, offerHosts } from '../hosts/offered-hosts.ts'
import { testConnection } from '../hosts/test-connection.ts'
import { createPacer } from '../workers/pacer.ts'
import type { HandlerContext, HandlersOf } from './context.ts'

export const hostHandlers = ({
  library,
  connections,
  probe,
  listProcesses,
  readSshConfig,
  keeper,
  emit,
}: HandlerContext): HandlersOf<'hosts'> => ({
  'hosts.list': () => library.listHosts(),
  'hosts.save': async (draft) => {
    const before = draft.id === undefined ? null : await library.getHost(draft.id)
    const host = await library.saveHost(draft)
    // a password is of who logs in where: it goes nowhere else
    if (before !== null && wayOf(before) !== wayOf(host))
      await keeper.forgetHost(host.id, ['password', 'sudo'])
    // the old connection may go somewhere else, or as somebody else
    connections.drop(host.id)
    emit('hosts.changed', {})
    return host
  },
  'hosts.remove': async ({ hostId }) => {
    await library.removeHost(hostId)
    connections.drop(hostId)
    await keeper.forgetHost(hostId)
    emit('hosts.changed', {})
    return null
  },
  'hosts.probe': async ({ hostId }, { signal, report }) => {
    const onStep = (step: string) => report({ step })
    const host = await library.getHost(hostId)
    const transport = await connections.open(hostId, { signal, onStep })
    onStep('looking at the host')
    const result = await probe(host, transport, signal)
    emit('hosts.changed', {})
    return result
  },
  'hosts.test': async ({ hostId }, { signal, report }) => {
    const host = await library.getHost(hostId)
    const result = await testConnection({
      hostId,
      connections,
      probe: (transport) => probe(host, transport, signal),
      signal,
      report,
    })
    emit('hosts.changed', {})
    return result
  },
  'hosts.readConfig': async (_, { signal }) =>
    offerHosts(await readSshConfig(), await library.listHosts(), createPacer(signal)),
  'hosts.resolveAlias': async ({ alias }) =>
    offerHost(await readSshConfig(), alias, await library.listHosts()),
  'hosts.importConfig': async ({ aliases, group }) => {
    const config = await readSshConfig()
    const before = await library.listHosts()
    const added: Host[] = []
    for (const alias of new Set(aliases)) {
      const offered = offerHost(config, alias, before)
      if (offered.savedAs === null) added.push(await library.saveHost(draftOf(offered, group ?? '')))
    }
    emit('hosts.changed', {})
    return added
  },
  'hosts.processes': async ({ hostId }, { signal }) => {
    const transport = await connections.open(hostId, { signal })
    return listProcesses(transport, signal)
  },
})

const wayOf = ({ alias, address, port, user, jumps }: Host): string =>
  JSON.stringify([alias, address, port, user, jumps])
