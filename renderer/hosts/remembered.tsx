/** What is remembered of passwords and passphrases, and forgetting it. They themselves are never shown. */
import { useState } from 'react'
import type { KeptSecret, SecretKind } from '../../shared/model/kept-secret.ts'
import { Button } from '../components/button.tsx'
import { useFailureToast } from '../components/toast.tsx'
import { useCall, useEngine } from '../engine-context.tsx'
import { formatAge, formatExactWhen } from '../format/time.ts'
import './remembered.css'

export const useSecrets = () => useCall('secrets.list', {}, { refetchOn: { 'secrets.changed': () => true } })

const kindWords: Readonly<Record<SecretKind, string>> = {
  password: 'Password',
  passphrase: 'Passphrase',
  sudo: 'Password for sudo',
}

export interface RememberedProps {
  readonly kept: readonly KeptSecret[]
  /** on the page of a host: its own id, so that others are named beside what is shared */
  readonly hostId?: string
  /** labels of hosts by their id, to name them */
  readonly labels?: ReadonlyMap<string, string>
}

export function Remembered({ kept, hostId, labels = new Map() }: RememberedProps) {
  const engine = useEngine()
  const fail = useFailureToast()
  const [asking, setAsking] = useState(false)
  const forget = (secrets: readonly KeptSecret[]) => {
    setAsking(false)
    engine.call('secrets.forget', { secretIds: secrets.map(({ id }) => id) }).catch(fail)
  }
  return (
    <div className="remembered">
      <ul className="remembered-list">
        {kept.map((secret) => (
          <li className="remembered-one" key={secret.id}>
            <span>{kindWords[secret.kind]}</span>
            <span className="remembered-what mono">{secret.what}</span>
            <span
              className="remembered-more"
              title={`${formatExactWhen(secret.keptAt)}, by ${secret.backend}`}
            >
              {secret.hostIds.flatMap((id) => labels.get(id) ?? []).map((label) => `${label}, `)}
              {formatAge(secret.keptAt)}
              {hostId !== undefined && secret.hostIds.length > 1 && `, also for ${others(secret)}`}
            </span>
            <Button
              small
              aria-label={`Forget: ${kindWords[secret.kind]}, ${secret.what}`}
              onClick={() => forget([secret])}
            >
              Forget
            </Button>
          </li>
        ))}
      </ul>
      {kept.length > 1 &&
        (asking ? (
          <p className="remembered-sure">
            All {kept.length} are then asked for again.
            <Button small look="danger" onClick={() => forget(kept)}>
              Forget all
            </Button>
            <Button small autoFocus onClick={() => setAsking(false)}>
              Keep
            </Button>
          </p>
        ) : (
          <p>
            <Button small onClick={() => setAsking(true)}>
              {hostId === undefined ? 'Forget all' : 'Forget all of this host'}
            </Button>
          </p>
        ))}
    </div>
  )
}

const others = ({ hostIds }: KeptSecret): string =>
  hostIds.length === 2 ? 'another host' : `${hostIds.length - 1} other hosts`
