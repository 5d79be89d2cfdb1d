/** A group of captures, asked for again whenever one of them changes. */
import { useCall } from '../engine-context.tsx'

export const useGroup = (groupId: string, enabled = true) =>
  useCall(
    'captures.group',
    { groupId },
    {
      enabled,
      refetchOn: { 'captures.changed': () => true },
    },
  )
