import { Pencil, Play, PlugZap, Radar, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Host } from '../../shared/model/host.ts'
import { useCommand } from '../commands/commands-context.tsx'
import { Button } from '../components/button.tsx'
import { Section } from '../components/section.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { Steps, useSteps } from '../components/steps.tsx'
import { useFailureToast } from '../components/toast.tsx'
import { useAction, useEngine } from '../engine-context.tsx'
import { goTo } from '../location/use-location.ts'
import { ConnectTrace } from './connect-trace.tsx'
import { formatDestination } from './destination.ts'
import { HostAccess } from './host-access.tsx'
import { HostForm } from './host-form.tsx'
import { HostSecrets } from './host-secrets.tsx'
import { OnHost } from './on-host.tsx'
import { ProbeResult } from './probe-result.tsx'
import { useConnectTest } from './use-connect-test.ts'
import './host-detail.css'

/** One host: what it can do, and what to do on it. */
export function HostDetail({ host, hosts }: { host: Host; hosts: readonly Host[] }) {
  const [editing, setEditing] = useState(false)
  const probe = useAction('hosts.probe')
  const steps = useSteps(probe.running, probe.progress?.step)
  const runProbe = () => void probe.run({ hostId: host.id })
  const test = useConnectTest(host.id)
  useCommand(
    { id: 'host.probe', title: 'Probe this host', group: 'Hosts', key: 'P', run: runProbe },
    !editing,
  )
  useCommand(
    { id: 'host.test', title: 'Test the connection to this host', group: 'Hosts', key: 'T', run: test.run },
    !editing,
  )
  useCommand(
    { id: 'host.edit', title: 'Edit this host', group: 'Hosts', key: 'E', run: () => setEditing(true) },
    !editing && host.kind === 'ssh',
  )
  useCommand({
    id: 'host.capture',
    title: 'Capture on this host',
    group: 'Hosts',
    run: () => captureOn(host),
  })

  if (editing) {
    return (
      <HostForm
        host={host}
        hosts={hosts}
        onSaved={() => setEditing(false)}
        onCancel={() => setEditing(false)}
      />
    )
  }
  return (
    <>
      <header className="host-head">
        <div className="host-head-words">
          <h2 className="host-title">{host.label}</h2>
          <p className="host-destination mono">{formatDestination(host)}</p>
        </div>
        {host.kind === 'ssh' && (
          <>
            <Button look="quiet" icon={Pencil} onClick={() => setEditing(true)}>
              Edit
            </Button>
            <RemoveHost host={host} />
          </>
        )}
        <Button icon={PlugZap} busy={test.running} title="Step by step (T)" onClick={test.run}>
          Test connection
        </Button>
        <Button icon={Radar} busy={probe.running} onClick={runProbe}>
          {host.probe === null ? 'Probe' : 'Probe again'}
        </Button>
        <Button icon={Play} look="primary" onClick={() => captureOn(host)}>
          Capture on this host
        </Button>
      </header>
      <ConnectTrace test={test} />
      {probe.running && (
        <Section title="Probing">
          <Steps steps={steps} first="Connecting" onCancel={probe.cancel} />
        </Section>
      )}
      {probe.error !== undefined && <ErrorState inline error={probe.error} onRetry={runProbe} />}
      <HostAccess host={host} />
      <HostSecrets hostId={host.id} />
      <OnHost host={host} />
      {host.probe !== null ? (
        <ProbeResult report={host.probe} />
      ) : (
        !probe.running &&
        !test.running &&
        probe.error === undefined && (
          <EmptyState
            icon={Radar}
            title="Not looked at yet"
            actions={
              <Button icon={Radar} onClick={runProbe}>
                Probe
              </Button>
            }
          >
            The probe reads what this host can do: tools, privileges, kernel features. It changes nothing and
            takes one round trip.
          </EmptyState>
        )
      )}
    </>
  )
}

const captureOn = ({ id }: Host) => goTo({ page: 'recipes', recipeId: null, hostId: id })

/** Asks once, in place. Its captures stay in the library. */
function RemoveHost({ host }: { host: Host }) {
  const engine = useEngine()
  const fail = useFailureToast()
  const [asking, setAsking] = useState(false)
  const remove = () => {
    engine.call('hosts.remove', { hostId: host.id }).then(() => goTo({ page: 'hosts', hostId: null }), fail)
  }
  if (!asking) {
    return (
      <Button look="quiet" icon={Trash2} onClick={() => setAsking(true)}>
        Remove
      </Button>
    )
  }
  return (
    <>
      <span className="host-sure">Forget this host? Its captures stay.</span>
      <Button look="danger" onClick={remove}>
        Remove
      </Button>
      <Button autoFocus onClick={() => setAsking(false)}>
        Keep
      </Button>
    </>
  )
}
