/** A text that is written in place: Ctrl+Enter saves, Escape leaves it. */
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { describeError } from '../../components/describe-error.ts'
import { TextArea } from '../../components/field.tsx'

export interface TextEditorProps {
  readonly label: string
  readonly initial: string
  readonly submit: string
  /** absent: it is always there */
  readonly onCancel?: () => void
  readonly onSave: (text: string) => Promise<unknown>
}

export function TextEditor({ label, initial, submit, onCancel, onSave }: TextEditorProps) {
  const [text, setText] = useState(initial)
  const [problem, setProblem] = useState('')
  const save = () => {
    if (text.trim() === '') return
    onSave(text.trim()).then(
      () => {
        setProblem('')
        setText(initial)
      },
      (error: unknown) => {
        const { what, remedy } = describeError(error)
        setProblem(`${what} ${remedy}`)
      },
    )
  }
  return (
    <form
      className="finding-editor"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
        else if (event.key === 'Escape' && onCancel) onCancel()
        else return
        event.stopPropagation()
        event.preventDefault()
      }}
    >
      <TextArea label={label} value={text} onValue={setText} error={problem} />
      <div className="finding-foot">
        <span>Ctrl Enter saves</span>
        {onCancel && (
          <Button small look="quiet" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button small type="submit" disabled={text.trim() === ''}>
          {submit}
        </Button>
      </div>
    </form>
  )
}
