/** Starting on several hosts from the form: which, how far each has come, and what kept some. */
import { useEffect, useState } from 'react'
import type { CallArgs } from '../../shared/contract/contract.ts'
import type { TogetherRow } from '../../shared/model/capture-group.ts'
import type { Host } from '../../shared/model/host.ts'
import { useFailureToast } from '../components/toast.tsx'
import { useAction } from '../engine-context.tsx'
import { parseLocation } from '../location/location.ts'
import { goTo } from '../location/use-location.ts'

type Request = Omit<CallArgs<'captures.startTogether'>, 'hostIds' | 'allOrNothing'>

export function useTogetherStart(first: Host, hosts: readonly Host[]) {
  const [chosen, onChosen] = useState<ReadonlySet<string>>(new Set())
  const [allOrNothing, onAllOrNothing] = useState(false)
  const [rows, setRows] = useState<readonly TogetherRow[]>([])
  const action = useAction('captures.startTogether', { onFailedAway: useFailureToast() })
  const { progress } = action
  // kept when it is over: they say what kept each
  useEffect(() => {
    if (progress !== undefined) setRows(progress.hosts)
  }, [progress])
  const others = hosts.filter(({ id }) => id !== first.id && chosen.has(id))
  return {
    ...{ first, hosts, chosen, onChosen, allOrNothing, onAllOrNothing, rows },
    ...{ running: action.running, error: action.error, cancel: action.cancel },
    /** more than the one that the form is about */
    isChosen: others.length > 0,
    count: others.length + 1,
    start: async (request: Request): Promise<void> => {
      setRows([])
      const hostIds = [first.id, ...others.map(({ id }) => id)]
      const started = await action.run({ ...request, hostIds, allOrNothing })
      // whoever has gone elsewhere meanwhile is not pulled back: the status bar shows it
      if (started !== undefined && parseLocation(window.location.hash).page === 'recipes')
        goTo({ page: 'together', groupId: started.groupId })
    },
  }
}
export type TogetherStart = ReturnType<typeof useTogetherStart>
