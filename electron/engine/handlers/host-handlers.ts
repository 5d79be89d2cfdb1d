import type { HandlerContext, HandlersOf } from './context.ts'

export const hostHandlers = ({
  library,
  connections,
  probe,
  listProcesses,
  emit,
}: HandlerContext): HandlersOf<'hosts'> => ({
  'hosts.list': () => library.listHosts(),
  'hosts.save': async (draft) => {
    const host = await library.saveHost(draft)
    // the old connection may go somewhere else, or as somebody else
    connections.drop(host.id)
    emit('hosts.changed', {})
    return host
  },
  'hosts.remove': async ({ hostId }) => {
    await library.removeHost(hostId)
    connections.drop(hostId)
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
  'hosts.test': notYet,
  'hosts.readConfig': notYet,
  'hosts.resolveAlias': notYet,
  'hosts.importConfig': notYet,
  'hosts.processes': async ({ hostId }, { signal }) => {
    const transport = await connections.open(hostId, { signal })
    return listProcesses(transport, signal)
  },
})

const notYet = async (): Promise<never> => {
  throw new Error('This is being built')
}

export const knownHostsHandlers = (): HandlersOf<'knownHosts'> => ({
  'knownHosts.list': notYet,
  'knownHosts.forget': notYet,
})
