import type { Prompt } from '../../shared/contract/contract.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { PromptFacts } from './prompt-facts.tsx'

export interface HostKeyQuestionProps {
  readonly prompt: Extract<Prompt, { kind: 'host-key' }>
  readonly onAnswer: (accepted: boolean) => void
}

export function HostKeyQuestion({ prompt, onAnswer }: HostKeyQuestionProps) {
  const { hostLabel, address, keyType, fingerprint, note, hop, login } = prompt
  return (
    <div className="prompt-form">
      <h2 className="prompt-title" id="prompt-title">
        {hop === undefined ? `Is this ${hostLabel}?` : `Is this the way to ${hostLabel}?`}
      </h2>
      <PromptFacts hostLabel={hostLabel} hop={hop} login={login} />
      <p className="prompt-text">
        <span className="mono">{address}</span> is not in your known hosts yet. It shows this {keyType} key:
      </p>
      <p className="prompt-fingerprint mono">
        {fingerprint}
        <CopyButton text={fingerprint} />
      </p>
      {note !== undefined && <p className="prompt-text">{note}</p>}
      <p className="prompt-text">
        Compare it with one from a source that you trust: on the host, <code>ssh-keygen -lf</code> on its
        public key prints it. If they differ, something else answers in the host&rsquo;s place.
      </p>
      <p className="prompt-small">
        Accepted, the key is remembered in Smokejumper&rsquo;s own known_hosts file, and any other key for
        this address is refused from then on.
      </p>
      <div className="prompt-actions">
        {/* has the focus, so that Enter in haste refuses */}
        <Button data-prompt-focus onClick={() => onAnswer(false)}>
          Refuse
        </Button>
        <Button look="primary" onClick={() => onAnswer(true)}>
          Accept and remember
        </Button>
      </div>
    </div>
  )
}
