import { Plus, ServerOff } from 'lucide-react'
import type { Host } from '../../shared/model/host.ts'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { type Choice, ChoiceList } from '../components/choice-list.tsx'
import { EmptyState, ErrorState, LoadingState } from '../components/states.tsx'
import { TwoPane } from '../components/two-pane.tsx'
import { useCall } from '../engine-context.tsx'
import { formatAge } from '../format/time.ts'
import { TitleLine } from '../frame/title-line.tsx'
import { goTo } from '../location/use-location.ts'
import { formatDestination } from './destination.ts'
import { HostDetail } from './host-detail.tsx'
import { HostForm } from './host-form.tsx'

export const NEW_HOST = 'new'

/** @param hostId of the host shown; NEW_HOST for the form; null for this machine */
export function HostsPage({ hostId }: { hostId: string | null }) {
  const hosts = useCall('hosts.list', {}, { refetchOn: { 'hosts.changed': () => true } })
  const shown = hostId ?? THIS_MACHINE
  const host = hosts.value?.find(({ id }) => id === shown)
  const add = () => goTo({ page: 'hosts', hostId: NEW_HOST })
  const here = shown === NEW_HOST ? 'Add a host' : (host?.label ?? '')
  return (
    <>
      <TitleLine
        crumbs={
          here === ''
            ? [{ title: 'Hosts' }]
            : [{ title: 'Hosts', to: { page: 'hosts', hostId: null } }, { title: here }]
        }
        actions={
          shown !== NEW_HOST && (
            <Button icon={Plus} onClick={add}>
              Add host
            </Button>
          )
        }
      />
      {hosts.state === 'failed' ? (
        <ErrorState error={hosts.error} onRetry={hosts.reload} />
      ) : hosts.value === undefined ? (
        <LoadingState step="Reading the hosts" shown={hosts.slow} />
      ) : (
        <TwoPane list={<ChoiceList label="Hosts" choices={hosts.value.map(choiceOf)} chosen={shown} />}>
          {shown === NEW_HOST ? (
            <HostForm
              host={null}
              onSaved={({ id }) => goTo({ page: 'hosts', hostId: id })}
              onCancel={() => window.history.back()}
            />
          ) : host === undefined ? (
            <EmptyState
              icon={ServerOff}
              title="This host is not saved"
              actions={<Button onClick={add}>Add host</Button>}
            >
              It was removed. Captures made on it are still in the library.
            </EmptyState>
          ) : (
            <HostDetail key={host.id} host={host} />
          )}
        </TwoPane>
      )}
    </>
  )
}

const choiceOf = (host: Host): Choice => ({
  id: host.id,
  title: host.label,
  text: formatDestination(host),
  badge:
    host.probe === null ? (
      <Badge title="Not looked at yet">not probed</Badge>
    ) : (
      <Badge title="When the probe last looked at it">{formatAge(host.probe.at)}</Badge>
    ),
  to: { page: 'hosts', hostId: host.id },
})
