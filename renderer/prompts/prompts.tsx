/** The only modal: questions that must be answered before the engine goes on. One at a time, in order. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import type { Prompt } from '../../shared/contract/contract.ts'
import { useFailureToast } from '../components/toast.tsx'
import { useEngine, useEngineEvent } from '../engine-context.tsx'
import { HostKeyQuestion } from './host-key-question.tsx'
import { SecretQuestion } from './secret-question.tsx'
import './prompts.css'

export function Prompts() {
  const engine = useEngine()
  const fail = useFailureToast()
  const [queue, setQueue] = useState<readonly Prompt[]>([])
  const drop = useCallback(
    (id: string) => setQueue((now) => now.filter((prompt) => prompt.promptId !== id)),
    [],
  )
  useEngineEvent('prompt.asked', (prompt) =>
    setQueue((now) => [...now.filter(({ promptId }) => promptId !== prompt.promptId), prompt]),
  )
  useEngineEvent('prompt.closed', ({ promptId }) => drop(promptId))

  const prompt = queue[0]
  if (prompt === undefined) return null
  const answer = (value: string | boolean | null) => {
    drop(prompt.promptId)
    engine.call('prompts.answer', { promptId: prompt.promptId, answer: value }).catch(fail)
  }
  return (
    <PromptDialog key={prompt.promptId} onDismiss={() => answer(null)}>
      {prompt.kind === 'host-key' ? (
        <HostKeyQuestion prompt={prompt} onAnswer={answer} />
      ) : (
        <SecretQuestion prompt={prompt} onAnswer={answer} />
      )}
    </PromptDialog>
  )
}

/** A native modal: the focus stays in it, Escape dismisses, and the focus returns to where it was. */
function PromptDialog({ onDismiss, children }: { onDismiss: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
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
    </dialog>
  )
}
