/** One note: read, edited in place, removed. */
import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Note } from '../../../shared/model/finding.ts'
import { IconButton } from '../../components/button.tsx'
import { useFailureToast, useToast } from '../../components/toast.tsx'
import { useEngine } from '../../engine-context.tsx'
import { formatExactWhen, formatWhen } from '../../format/time.ts'
import { TextEditor } from './text-editor.tsx'

export function NoteItem({ note }: { note: Note }) {
  const engine = useEngine()
  const show = useToast()
  const fail = useFailureToast()
  const [editing, setEditing] = useState(false)
  const { id, captureId, text } = note
  const remove = () => {
    engine.call('notes.remove', { id }).then(
      () =>
        show({
          text: 'Note removed.',
          action: {
            title: 'Undo',
            run: () => void engine.call('notes.save', { captureId, text }).catch(fail),
          },
        }),
      fail,
    )
  }
  return (
    <li className="finding">
      {editing ? (
        <TextEditor
          label="Note"
          initial={text}
          submit="Save"
          onCancel={() => setEditing(false)}
          onSave={(changed) =>
            engine.call('notes.save', { id, captureId, text: changed }).then(() => setEditing(false))
          }
        />
      ) : (
        <>
          <p className="finding-text">{text}</p>
          <div className="finding-foot">
            <span title={formatExactWhen(note.createdAt)}>
              {formatWhen(note.createdAt)}
              {note.editedAt > note.createdAt && ', edited'}
            </span>
            <IconButton small icon={Pencil} label="Edit this note" onClick={() => setEditing(true)} />
            <IconButton small icon={Trash2} label="Remove this note" onClick={remove} />
          </div>
        </>
      )}
    </li>
  )
}
