/** The only modal: questions that must be answered before the engine goes on. One at a time, in order. */
import { type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { Prompt } from '../../shared/contract/contract.ts'
import { useFailureToast, useToast } from '../components/toast.tsx'
import { useEngine, useEngineEvent } from '../engine-context.tsx'
import { HostKeyQuestion } from './host-key-question.tsx'
import { SecretQuestion } from './secret-question.tsx'
import './prompts.css'

export function Prompts() {
  const engine = useEngine()
  const fail = useFailureToast()
  const show = useToast()
  const [queue, setQueue] = useState<readonly Prompt[]>([])
  /** the question whose answer is to be remembered: asked again, it says so again */
  const [wish, setWish] = useState<string | null>(null)
  const drop = useCallback(
    (id: string) => setQueue((now) => now.filter((prompt) => prompt.promptId !== id)),
    [],
  )
  useEngineEvent('prompt.asked', (prompt) =>
    setQueue((now) => [...now.filter(({ promptId }) => promptId !== prompt.promptId), prompt]),
  )
  useEngineEvent('prompt.closed', ({ promptId }) => drop(promptId))
  useEngineEvent('secrets.changed', ({ problem }) => {
    if (problem !== undefined) show({ text: problem, tone: 'danger' })
  })

  const prompt = queue[0]
  if (prompt === undefined) return null
  const answer = (value: string | boolean | null, remember = false) => {
    drop(prompt.promptId)
    if (prompt.kind === 'secret') setWish(remember ? prompt.question : null)
    engine
      .call('prompts.answer', {
        promptId: prompt.promptId,
        answer: value,
        ...(remember ? { remember } : {}),
      })
      .catch(fail)
  }
  return (
    <PromptDialog key={prompt.promptId} waiting={queue.length - 1} onDismiss={() => answer(null)}>
      {prompt.kind === 'host-key' ? (
        <HostKeyQuestion prompt={prompt} onAnswer={answer} />
      ) : (
        <SecretQuestion prompt={prompt} wished={wish === prompt.question} onAnswer={answer} />
      )}
    </PromptDialog>
  )
}

interface PromptDialogProps {
  /** questions behind this one */
  readonly waiting: number
  readonly onDismiss: () => void
  readonly children: ReactNode
}

/** A native modal: the focus stays in it, Escape dismisses, and the focus returns to where it was. */
function PromptDialog({ waiting, onDismiss, children }: PromptDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  // closed before it is taken out of the page: a dialog that is gone gives no focus back
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    element?.querySelector<HTMLElement>('[data-prompt-focus]')?.focus()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className="prompt"
      aria-labelledby="prompt-title"
      onCancel={(event) => {
        event.preventDefault()
        onDismiss()
      }}
    >
      {children}
      {waiting > 0 && (
        <p className="prompt-waiting" role="status">
          {waiting === 1 ? 'One more question waits.' : `${waiting} more questions wait.`}
        </p>
      )}
    </dialog>
  )
}
