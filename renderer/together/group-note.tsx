/** On a capture's page: with how many others it was started, how far apart, and the way to each. */
import { Columns2, FolderOpen, Network } from 'lucide-react'
import type { CaptureDetail } from '../../shared/model/capture.ts'
import { Menu, type MenuItem } from '../components/menu.tsx'
import { goTo } from '../location/use-location.ts'
import { describeTogether } from './together-words.ts'
import { useGroup } from './use-group.ts'

export function GroupNote({ detail }: { detail: CaptureDetail }) {
  const call = useGroup(detail.group?.id ?? '', detail.group !== undefined)
  const group = call.value ?? call.previous
  if (group === undefined || group.members.length < 2) return null
  const others = group.members.filter(({ captureId }) => captureId !== detail.id)
  const items: MenuItem[] = [
    {
      id: 'all',
      title: 'All of them',
      icon: Network,
      onChoose: () => goTo({ page: 'together', groupId: group.id }),
    },
    ...others.map(({ captureId, hostLabel, state }) => ({
      id: `open ${captureId}`,
      title: `Open ${hostLabel}${state === 'failed' ? ' (failed)' : ''}`,
      icon: FolderOpen,
      onChoose: () => goTo({ page: 'capture', captureId, compareId: null }),
    })),
    ...others
      .filter(({ events }) => events !== null && detail.events !== null)
      .map(({ captureId, hostLabel }) => ({
        id: `compare ${captureId}`,
        title: `Compare with ${hostLabel}, on one clock`,
        icon: Columns2,
        onChoose: () => goTo({ page: 'capture', captureId: detail.id, compareId: captureId }),
      })),
  ]
  return <Menu small labelled icon={Network} label={describeTogether(group)} items={items} />
}
