import type { HandlerContext, HandlersOf } from './context.ts'

export type TogetherMethods =
  | 'captures.startTogether'
  | 'captures.group'
  | 'captures.stopTogether'
  | 'captures.discardTogether'

export const togetherHandlers = ({
  library,
  captures,
}: HandlerContext): Pick<HandlersOf<'captures'>, TogetherMethods> => ({
  'captures.startTogether': async (request, { signal, report }) => {
    const { groupId, rows } = await captures.together.start(request, {
      signal,
      onRows: (hosts) => report({ hosts: [...hosts] }),
    })
    return { groupId, hosts: [...rows] }
  },
  'captures.group': ({ groupId }) => library.getGroup(groupId),
  'captures.stopTogether': async ({ groupId }) => {
    await captures.together.stop(groupId)
    return null
  },
  'captures.discardTogether': async ({ groupId }, { signal }) => {
    await captures.together.discard(groupId, signal)
    return null
  },
})
