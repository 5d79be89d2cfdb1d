/** Asks for the sentence of a pin, in place, while the view stays in sight. */
import { useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { describeError } from '../../components/describe-error.ts'
import { useToast } from '../../components/toast.tsx'
import { useEngine } from '../../engine-context.tsx'
import { useSide } from '../side.tsx'
import type { PinnedPart } from './make-pin.ts'
import './pin-form.css'

export interface PinFormProps {
  readonly view: 'flame' | 'histogram' | 'timeline'
  readonly make: () => Promise<PinnedPart>
  readonly onDone: () => void
}

export function PinForm({ view, make, onDone }: PinFormProps) {
  const side = useSide()
  const engine = useEngine()
  const show = useToast()
  const [sentence, setSentence] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)

  const save = async () => {
    if (sentence.trim() === '') {
      setProblem('Say in a sentence what is seen.')
      input.current?.focus()
      return
    }
    setBusy(true)
    try {
      // the state is taken before the picture is painted: both are of this moment
      const { view: state } = side.store.state()
      const other = side.other()
      const part = await make()
      await engine.call('pins.save', {
        captureId: side.detail.id,
        otherCaptureId: other?.captureId ?? null,
        view,
        sentence: sentence.trim(),
        state,
        otherState: other?.state ?? null,
        ...part,
      })
      show({ text: 'Pinned. It is with the findings and in the report.' })
      onDone()
    } catch (error) {
      const { what, remedy } = describeError(error)
      setProblem(`${what} ${remedy}`)
      setBusy(false)
    }
  }
  return (
    <form
      className="pin-form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onDone()
      }}
    >
      <input
        ref={input}
        className="input"
        type="text"
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed in
        autoFocus
        maxLength={2000}
        placeholder="What is seen here, in a sentence"
        aria-label="What is seen here, in a sentence"
        aria-invalid={problem !== ''}
        value={sentence}
        onChange={(event) => {
          setSentence(event.target.value)
          setProblem('')
        }}
      />
      <Button small look="primary" type="submit" disabled={busy}>
        {busy ? 'Pinning' : 'Pin'}
      </Button>
      <Button small look="quiet" onClick={onDone}>
        Cancel
      </Button>
      {problem && (
        <p className="pin-form-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}
