import { Check, LoaderCircle } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import './steps.css'

/** The steps that were reported so far, in order, each once. */
export function useSteps(running: boolean, step: string | undefined): readonly string[] {
  const [steps, setSteps] = useState<readonly string[]>([])
  useEffect(() => {
    if (running) setSteps([])
  }, [running])
  useEffect(() => {
    if (step !== undefined) setSteps((now) => (now.at(-1) === step ? now : [...now, step]))
  }, [step])
  return steps
}

export interface StepsProps {
  readonly steps: readonly string[]
  /** said until the first step is reported */
  readonly first: string
  readonly onCancel: () => void
}

/** What has been done and what is being done; the last step is the one that runs. */
export function Steps({ steps, first, onCancel }: StepsProps) {
  const shown = steps.length === 0 ? [first] : steps
  return (
    <div role="status" aria-live="polite">
      <ol className="steps">
        {shown.map((step, index) => {
          const now = index === shown.length - 1
          return (
            <li
              className={now ? 'step step-now' : 'step'}
              key={index}
              aria-current={now ? 'step' : undefined}
            >
              {now ? (
                <LoaderCircle className="step-icon-now" size={16} aria-hidden />
              ) : (
                <Check className="step-icon-done" size={16} aria-label="done" role="img" />
              )}
              <span className="step-words">{step}</span>
            </li>
          )
        })}
      </ol>
      <Button small onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
