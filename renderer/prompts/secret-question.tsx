import { TriangleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { PromptFacts } from './prompt-facts.tsx'
import { type SecretPrompt, wordsOf } from './secret-words.ts'

export interface SecretQuestionProps {
  readonly prompt: SecretPrompt
  /** as it was wished when the same was asked before */
  readonly wished: boolean
  /** null: dismissed */
  readonly onAnswer: (secret: string | null, remember?: boolean) => void
}

export function SecretQuestion({ prompt, wished, onAnswer }: SecretQuestionProps) {
  const { question, attempt, attempts, note, isShown, canKeep, notKept, keptBefore } = prompt
  const [secret, setSecret] = useState('')
  // who had it remembered wants the new one remembered too
  const [remember, setRemember] = useState(wished || keptBefore !== undefined)
  const words = wordsOf(prompt)
  return (
    <form
      className="prompt-form"
      onSubmit={(event) => {
        event.preventDefault()
        onAnswer(secret, canKeep !== undefined && remember)
      }}
    >
      <h2 className="prompt-title" id="prompt-title">
        {words.title}
      </h2>
      <PromptFacts {...prompt} />
      {note !== undefined && (
        <p className="prompt-text">
          It says: <q>{note}</q>
        </p>
      )}
      {keptBefore !== undefined && (
        <p className="prompt-warning">
          <TriangleAlert size={14} aria-hidden /> {keptBefore}
        </p>
      )}
      <Field
        label={question}
        type={isShown === true ? 'text' : 'password'}
        value={secret}
        onValue={setSecret}
        data-prompt-focus
        error={attempt > 1 ? `That was not right. Attempt ${attempt} of ${attempts}.` : ''}
        help={words.goes}
      />
      {canKeep !== undefined ? (
        <RememberBox keeper={canKeep} checked={remember} onChange={setRemember} />
      ) : (
        notKept !== undefined && <p className="prompt-small">Not remembered: {notKept}</p>
      )}
      <div className="prompt-actions">
        <Button onClick={() => onAnswer(null)}>Cancel</Button>
        <Button look="primary" type="submit" disabled={secret === ''}>
          {words.action}
        </Button>
      </div>
    </form>
  )
}

interface RememberBoxProps {
  readonly keeper: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

function RememberBox({ keeper, checked, onChange }: RememberBoxProps) {
  const id = useId()
  return (
    <div className="prompt-remember">
      <input
        type="checkbox"
        id={id}
        aria-describedby={`${id}-help`}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>Remember on this computer</label>
      <p className="prompt-small" id={`${id}-help`}>
        Once it has worked. Sealed by {keeper}; forgotten on the host’s page or in Settings.
      </p>
    </div>
  )
}
