import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react'
import type { Ability, Host } from '../../shared/model/host.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { ErrorState } from '../components/states.tsx'
import { Steps, useSteps } from '../components/steps.tsx'
import { useAction } from '../engine-context.tsx'
import { formatAge } from '../format/time.ts'
import { Abilities } from '../hosts/abilities.tsx'
import { type Need, worstOf } from './readiness.ts'
import './readiness-view.css'

/** Whether this host can do it, from its last probe; and a probe when there is none. */
export function ReadinessView({ host, needs }: { host: Host; needs: readonly Need[] }) {
  const probe = useAction('hosts.probe')
  const steps = useSteps(probe.running, probe.progress?.step)
  const runProbe = () => void probe.run({ hostId: host.id })
  const missing = needs.filter(({ state }) => state !== 'yes')
  return (
    <div className="readiness">
      <div className="readiness-line">
        <Verdict host={host} needs={needs} />
        {host.probe !== null && <span className="readiness-age">probed {formatAge(host.probe.at)}</span>}
        <Button small look="quiet" disabled={probe.running} onClick={runProbe}>
          {host.probe === null ? 'Probe' : 'Probe again'}
        </Button>
      </div>
      {probe.running && <Steps steps={steps} first="Connecting" onCancel={probe.cancel} />}
      {probe.error !== undefined && <ErrorState inline error={probe.error} onRetry={runProbe} />}
      {missing.length > 0 && <Abilities abilities={missing satisfies readonly Ability[]} only="cannot" />}
    </div>
  )
}

function Verdict({ host, needs }: { host: Host; needs: readonly Need[] }) {
  if (host.probe === null) {
    return (
      <Badge icon={CircleHelp}>
        {host.label} was not probed yet: whether it can do this shows at the start
      </Badge>
    )
  }
  const worst = worstOf(needs)
  if (worst === 'yes') {
    return (
      <Badge tone="success" icon={CircleCheck}>
        {host.label} can do this
      </Badge>
    )
  }
  return (
    <Badge tone={worst === 'no' ? 'danger' : 'warning'} icon={TriangleAlert}>
      {worst === 'no' ? `${host.label} cannot do this yet` : `${host.label} can do this in part`}
    </Badge>
  )
}
