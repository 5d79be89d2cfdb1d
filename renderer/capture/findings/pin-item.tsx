/** One pin: its picture, its sentence, its numbers, and the way back to the view. */
import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Pin } from '../../../shared/model/finding.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { useFailureToast } from '../../components/toast.tsx'
import { useEngine } from '../../engine-context.tsx'
import { formatExact } from '../../format/number.ts'
import { formatExactWhen, formatWhen } from '../../format/time.ts'
import { TextEditor } from './text-editor.tsx'
import { usePictureUrl } from './use-picture-url.ts'

const nameView = ({ view, state }: Pin): string =>
  view === 'flame' && state.diff
    ? 'flame graph of the differences'
    : view === 'flame' && state.flame.form === 'sandwich'
      ? 'callers and callees'
      : view === 'histogram' && state.histogram.form === 'heatmap'
        ? 'latency heatmap'
        : titles[view]

const titles = { flame: 'flame graph', histogram: 'histogram', timeline: 'timeline' } as const

export function PinItem({ pin, onOpen }: { pin: Pin; onOpen: () => void }) {
  const engine = useEngine()
  const fail = useFailureToast()
  const url = usePictureUrl(pin.picture)
  const [editing, setEditing] = useState(false)
  const [removing, setRemoving] = useState(false)
  const run = (call: Promise<unknown>) => call.catch(fail)
  return (
    <li className="finding">
      <button type="button" className="pin-picture" onClick={onOpen} title="Open this view as it was">
        <img src={url} alt={`${nameView(pin)}: ${pin.sentence}`} />
      </button>
      {editing ? (
        <TextEditor
          label="Sentence"
          initial={pin.sentence}
          submit="Save"
          onCancel={() => setEditing(false)}
          onSave={(sentence) =>
            engine.call('pins.edit', { id: pin.id, sentence }).then(() => setEditing(false))
          }
        />
      ) : (
        <p className="finding-text">{pin.sentence}</p>
      )}
      <dl className="pin-numbers">
        {pin.numbers.map(({ label, text, exact }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd title={exact === null ? undefined : formatExact(exact)}>{text}</dd>
          </div>
        ))}
      </dl>
      <div className="finding-foot">
        <span title={formatExactWhen(pin.createdAt)}>
          {nameView(pin)}
          {pin.otherCaptureId !== null && !pin.state.diff && ' of a comparison'}, {formatWhen(pin.createdAt)}
        </span>
        {removing ? (
          <>
            <Button small look="danger" onClick={() => void run(engine.call('pins.remove', { id: pin.id }))}>
              Remove for good
            </Button>
            <Button small look="quiet" onClick={() => setRemoving(false)}>
              Keep
            </Button>
          </>
        ) : (
          <>
            <Button small onClick={onOpen}>
              Open
            </Button>
            <IconButton small icon={Pencil} label="Edit the sentence" onClick={() => setEditing(true)} />
            <IconButton small icon={Trash2} label="Remove this pin" onClick={() => setRemoving(true)} />
          </>
        )}
      </div>
    </li>
  )
}
