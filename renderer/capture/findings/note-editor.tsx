/** A new note. */
import { useEngine } from '../../engine-context.tsx'
import { TextEditor } from './text-editor.tsx'

export function NoteEditor({ captureId }: { captureId: string }) {
  const engine = useEngine()
  return (
    <TextEditor
      label="New note"
      initial=""
      submit="Add note"
      onSave={(text) => engine.call('notes.save', { captureId, text })}
    />
  )
}
