/** What Smokejumper has on a host, whoever started it: taken over, thrown away or all of it stopped, by a person alone. */
import { Download, OctagonX, Radar, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Host } from '../../shared/model/host.ts'
import type { HostSpool, StoppedAll } from '../../shared/model/host-spool.ts'
import { useCommand } from '../commands/commands-context.tsx'
import { Button } from '../components/button.tsx'
import { Section } from '../components/section.tsx'
import { ErrorState } from '../components/states.tsx'
import { useFailureToast, useToast } from '../components/toast.tsx'
import { useAction, useCall, useEngine } from '../engine-context.tsx'
import { formatBytes } from '../format/bytes.ts'
import { formatElapsed } from '../format/duration.ts'
import { formatAmount } from '../format/number.ts'
import { formatAge } from '../format/time.ts'
import './on-host.css'

export function OnHost({ host }: { host: Host }) {
  const say = useToast()
  const refetchOn = {
    'hosts.swept': ({ hostId }: { hostId: string }) => hostId === host.id,
    'captures.changed': () => true,
  }
  const last = useCall('captures.onHost', { hostId: host.id, look: false }, { refetchOn })
  const look = useAction('captures.onHost')
  const stop = useAction('captures.stopAll')
  const sweep = last.value
  const lookNow = () => void look.run({ hostId: host.id, look: true })
  const stopAll = async () => {
    const stopped = await stop.run({ hostId: host.id })
    if (stopped !== undefined) say({ text: describeStopped(host, stopped) })
  }
  useCommand({
    ...{ id: 'host.look', title: 'Look at what Smokejumper has on this host', group: 'Hosts', run: lookNow },
  })
  useCommand({
    ...{ id: 'host.stop-all', title: 'Stop everything I started on this host', group: 'Hosts' },
    run: () => void stopAll(),
  })
  const isBusy = look.running || stop.running
  const spools = sweep?.spools ?? []
  const strays = sweep?.strays ?? []
  return (
    <Section title="Captures on this host">
      <div className="on-host-actions">
        <Button small icon={Radar} disabled={isBusy} onClick={lookNow}>
          {look.running ? (look.progress?.step ?? 'Looking') : 'Look now'}
        </Button>
        <Button small icon={OctagonX} disabled={isBusy} onClick={() => void stopAll()}>
          {stop.running ? 'Stopping' : 'Stop everything I started here'}
        </Button>
        <span className="on-host-age">
          {sweep === undefined || sweep.at === null
            ? 'Not looked at since the start.'
            : `Looked at ${formatAge(sweep.at)}. Stopping keeps what was recorded.`}
        </span>
      </div>
      {[look.error, stop.error].map(
        (error, index) =>
          error !== undefined && <ErrorState key={index === 0 ? 'look' : 'stop'} inline error={error} />,
      )}
      {sweep !== undefined && sweep.at !== null && spools.length === 0 && strays.length === 0 && (
        <p className="on-host-nothing">Nothing of Smokejumper runs or waits there.</p>
      )}
      {spools.length > 0 && (
        <ul className="on-host-list">
          {spools.map((spool) => (
            <SpoolRow key={spool.captureId} host={host} spool={spool} />
          ))}
        </ul>
      )}
      {strays.length > 0 && (
        <ul className="on-host-list" aria-label="Processes that nobody looks after">
          {strays.map(({ pid, command }) => (
            <li key={pid} className="on-host-row">
              <span className="mono on-host-words">
                {pid} {command}
              </span>
              <span>nobody looks after it: stop everything ends it</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function SpoolRow({ host, spool }: { host: Host; spool: HostSpool }) {
  const engine = useEngine()
  const fail = useFailureToast()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const { captureId, isKnown, recipeId } = spool
  const send = (method: 'captures.adopt' | 'captures.throwAway') => {
    setBusy(true)
    setAsking(false)
    const call: Promise<unknown> = engine.call(method, { hostId: host.id, captureId })
    call.catch(fail).finally(() => setBusy(false))
  }
  return (
    <li className="on-host-row">
      <span className="on-host-words">
        <span className="mono">{captureId}</span> {spool.name} <span>{describeSpool(spool)}</span>
      </span>
      {isKnown ? (
        <span>in this library</span>
      ) : asking ? (
        <>
          <span>Throw away what it recorded?</span>
          <Button small look="danger" icon={Trash2} onClick={() => send('captures.throwAway')}>
            Throw away
          </Button>
          <Button small autoFocus onClick={() => setAsking(false)}>
            Keep
          </Button>
        </>
      ) : (
        <>
          <Button
            small
            icon={Download}
            disabled={busy || recipeId === ''}
            title={recipeId === '' ? 'What it says about itself cannot be read' : undefined}
            onClick={() => send('captures.adopt')}
          >
            Collect
          </Button>
          <Button small look="danger" icon={Trash2} disabled={busy} onClick={() => setAsking(true)}>
            Throw away
          </Button>
        </>
      )}
    </li>
  )
}

const describeSpool = (spool: HostSpool): string =>
  [
    spool.running ? spool.state : 'waits to be collected',
    ...(spool.detached ? ['detached'] : []),
    // 0 where what it says about itself cannot be read
    formatElapsed(spool.elapsedSeconds) +
      (spool.plannedSeconds > 0 ? ` of ${formatElapsed(spool.plannedSeconds)}` : ''),
    formatBytes(spool.bytes),
    ...(spool.startedBy === '' ? [] : [`started by ${spool.startedBy}`]),
  ].join(', ')

const describeStopped = (host: Host, { stopped, still, strays }: StoppedAll): string =>
  [
    `${formatAmount(stopped, 'capture')} stopped on ${host.label}`,
    ...(still > 0 ? [`${still} still stopping`] : []),
    ...(strays > 0 ? [`${formatAmount(strays, 'stray process', 'stray processes')} ended`] : []),
  ].join(', ')
