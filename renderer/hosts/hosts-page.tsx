import { FileInput, KeyRound, Plus, ServerOff } from 'lucide-react'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { useCommand } from '../commands/commands-context.tsx'
import { Button } from '../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../components/states.tsx'
import { TwoPane } from '../components/two-pane.tsx'
import { useCall } from '../engine-context.tsx'
import { TitleLine } from '../frame/title-line.tsx'
import { goTo } from '../location/use-location.ts'
import { ConfigPage } from './config-page.tsx'
import { HostDetail } from './host-detail.tsx'
import { HostForm } from './host-form.tsx'
import { HostList } from './host-list.tsx'
import { KnownHostsPage } from './known-hosts-page.tsx'

/** In the place of a host's id, which is a UUID. */
export const NEW_HOST = 'new'
const SSH_CONFIG = 'ssh-config'
const KNOWN_HOSTS = 'known-hosts'

const titles: Readonly<Record<string, string>> = {
  [NEW_HOST]: 'Add a host',
  [SSH_CONFIG]: 'From the ssh config',
  [KNOWN_HOSTS]: 'Known hosts',
}
const show = (hostId: string) => () => goTo({ page: 'hosts', hostId })

/** @param hostId of the host shown; NEW_HOST for the form, or another of the places above; null for this machine */
export function HostsPage({ hostId }: { hostId: string | null }) {
  const hosts = useCall('hosts.list', {}, { refetchOn: { 'hosts.changed': () => true } })
  const shown = hostId ?? THIS_MACHINE
  const host = hosts.value?.find(({ id }) => id === shown)
  const add = show(NEW_HOST)
  const here = titles[shown] ?? host?.label ?? ''
  const group = 'Hosts'
  useCommand({ id: 'hosts.config', title: 'Hosts from the ssh config', group, run: show(SSH_CONFIG) })
  useCommand({ id: 'hosts.known', title: 'Known hosts', group, run: show(KNOWN_HOSTS) })
  return (
    <>
      <TitleLine
        crumbs={
          here === ''
            ? [{ title: 'Hosts' }]
            : [{ title: 'Hosts', to: { page: 'hosts', hostId: null } }, { title: here }]
        }
        actions={
          titles[shown] === undefined && (
            <>
              <Button icon={KeyRound} look="quiet" onClick={show(KNOWN_HOSTS)}>
                Known hosts
              </Button>
              <Button icon={FileInput} onClick={show(SSH_CONFIG)}>
                From ssh config
              </Button>
              <Button icon={Plus} onClick={add}>
                Add host
              </Button>
            </>
          )
        }
      />
      {shown === SSH_CONFIG ? (
        <ConfigPage />
      ) : shown === KNOWN_HOSTS ? (
        <KnownHostsPage />
      ) : hosts.state === 'failed' ? (
        <ErrorState error={hosts.error} onRetry={hosts.reload} />
      ) : hosts.value === undefined ? (
        <LoadingState step="Reading the hosts" shown={hosts.slow} />
      ) : (
        <TwoPane list={<HostList hosts={hosts.value} chosen={shown} />}>
          {shown === NEW_HOST ? (
            <HostForm
              host={null}
              hosts={hosts.value}
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
            <HostDetail key={host.id} host={host} hosts={hosts.value} />
          )}
        </TwoPane>
      )}
    </>
  )
}
