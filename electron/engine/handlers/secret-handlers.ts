import type { HandlerContext, HandlersOf } from './context.ts'

export const secretHandlers = ({ keeper, connections }: HandlerContext): HandlersOf<'secrets'> => ({
  'secrets.list': () => keeper.status(),
  'secrets.forget': async ({ secretIds }) => {
    const { kept } = await keeper.status()
    await keeper.forget(secretIds)
    // what is forgotten is not in the memory of a connection either
    const hostIds = kept.filter(({ id }) => secretIds.includes(id)).flatMap(({ hostIds }) => hostIds)
    for (const hostId of new Set(hostIds)) connections.forgetSecrets(hostId)
    return null
  },
})
