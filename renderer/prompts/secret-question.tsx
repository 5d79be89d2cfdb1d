import { useState } from 'react'
import type { Prompt } from '../../shared/contract/contract.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'

export interface SecretQuestionProps {
  readonly prompt: Extract<Prompt, { kind: 'secret' }>
  /** null: dismissed */
  readonly onAnswer: (secret: string | null) => void
}

export function SecretQuestion({ prompt, onAnswer }: SecretQuestionProps) {
  const { hostLabel, question, attempt, attempts, hop, note, isShown } = prompt
  const [secret, setSecret] = useState('')
  return (
    <form
      className="prompt-form"
      onSubmit={(event) => {
        event.preventDefault()
        onAnswer(secret)
      }}
    >
      <h2 className="prompt-title" id="prompt-title">
        {hostLabel} asks for a secret
      </h2>
      {hop !== undefined && <p className="prompt-text">On the way there: {hop}.</p>}
      {note !== undefined && (
        <p className="prompt-text">
          It says: <q>{note}</q>
        </p>
      )}
      <Field
        label={question}
        type={isShown === true ? 'text' : 'password'}
        value={secret}
        onValue={setSecret}
        autoFocus
        error={attempt > 1 ? `That was not right. Attempt ${attempt} of ${attempts}.` : ''}
        help={
          attempt > 1
            ? undefined
            : `Attempt ${attempt} of ${attempts}. Used for this connection and not stored.`
        }
      />
      <div className="prompt-actions">
        <Button onClick={() => onAnswer(null)}>Cancel</Button>
        <Button look="primary" type="submit" disabled={secret === ''}>
          Connect
        </Button>
      </div>
    </form>
  )
}
