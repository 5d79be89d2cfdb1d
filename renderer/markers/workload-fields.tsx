/** A command to be run on the host while it records, in the start form. */
import { Field, Select } from '../components/field.tsx'
import { readWorkloadTexts, type WorkloadTexts } from './workload-texts.ts'

const ends = [
  { value: 'goes-on', title: 'The capture goes on' },
  { value: 'stops', title: 'The capture ends too' },
]
const fates = [
  { value: 'stopped', title: 'It is stopped' },
  { value: 'own-end', title: 'It may go on, for 10 min at most' },
]
const users = [
  { value: 'login', title: 'The user who logs in' },
  { value: 'root', title: 'root, where the capture is' },
]

export interface WorkloadFieldsProps {
  readonly texts: WorkloadTexts
  readonly onTexts: (texts: WorkloadTexts) => void
}

export function WorkloadFields({ texts, onTexts }: WorkloadFieldsProps) {
  const { errors } = readWorkloadTexts(texts)
  const change = (part: Partial<WorkloadTexts>) => onTexts({ ...texts, ...part })
  return (
    <div className="start-fields">
      <div className="start-wide">
        <Field
          mono
          label="Run this meanwhile"
          placeholder="curl -s http://localhost:8080/slow"
          maxLength={4000}
          value={texts.command}
          error={errors.command}
          help="One line for the host's sh, started when the tool is attached, to reproduce the problem. What it writes and its exit status are kept; its begin and end become markers. Other users of the host may see it in ps, as any command of yours."
          onValue={(command) => change({ command })}
        />
      </div>
      {texts.command.trim() !== '' && (
        <>
          <Field
            numeric
            label="Start after"
            unit="s"
            value={texts.after}
            error={errors.after}
            onValue={(after) => change({ after })}
          />
          <Select
            label="When it ends"
            value={texts.stops ? 'stops' : 'goes-on'}
            options={ends}
            onValue={(value) => change({ stops: value === 'stops' })}
          />
          <Select
            label="When the capture ends first"
            value={texts.ownEnd ? 'own-end' : 'stopped'}
            options={fates}
            onValue={(value) => change({ ownEnd: value === 'own-end' })}
          />
          <Select
            label="Run as"
            value={texts.asRoot ? 'root' : 'login'}
            options={users}
            onValue={(value) => change({ asRoot: value === 'root' })}
          />
        </>
      )}
    </div>
  )
}
