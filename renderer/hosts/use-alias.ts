import { useEffect, useState } from 'react'
import { type CallState, useCall } from '../engine-context.tsx'

/** What the ssh config makes of it, once nobody has typed for a moment; not asked for ''. */
export function useAlias(alias: string): CallState<'hosts.resolveAlias'> {
  const [settled, setSettled] = useState(alias)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(alias), 200)
    return () => clearTimeout(timer)
  }, [alias])
  return useCall(
    'hosts.resolveAlias',
    { alias: settled },
    { enabled: alias !== '' && settled !== '', refetchOn: { 'hosts.changed': () => true } },
  )
}
