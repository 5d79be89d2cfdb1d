import { List } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Process } from '../../shared/model/host.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { type Column, type Sort, Table } from '../components/table.tsx'
import { useCall } from '../engine-context.tsx'
import { formatPercent } from '../format/number.ts'
import { filterProcesses, sortProcesses } from './process-list.ts'
import './process-picker.css'

export interface ProcessPickerProps {
  readonly hostId: string
  readonly title: string
  readonly help: string
  /** as typed: '1412, 1413' */
  readonly text: string
  readonly pids: readonly number[]
  readonly error: string | undefined
  readonly onText: (text: string) => void
}

/** PIDs, typed or chosen from the host's processes; both show the same. */
export function ProcessPicker({ hostId, title, help, text, pids, error, onText }: ProcessPickerProps) {
  const [open, setOpen] = useState(false)
  return (
    <div className="process-picker">
      <Field
        label={title}
        help={help}
        mono
        placeholder="none: the whole system"
        value={text}
        onValue={onText}
        error={error}
      />
      <div>
        <Button small icon={List} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide the processes' : 'Choose from the processes on the host'}
        </Button>
      </div>
      {open && (
        <ProcessTable hostId={hostId} pids={pids} onPids={(chosen) => onText([...chosen].join(', '))} />
      )}
    </div>
  )
}

interface ProcessTableProps {
  readonly hostId: string
  readonly pids: readonly number[]
  readonly onPids: (pids: readonly number[]) => void
}

const columns: readonly Column<Process>[] = [
  { id: 'pid', title: 'PID', sortable: true, numeric: true, width: 72, cell: ({ pid }) => pid },
  {
    id: 'comm',
    title: 'Name',
    sortable: true,
    width: 128,
    cell: ({ comm }) => comm,
    hint: ({ comm }) => comm,
  },
  {
    id: 'user',
    title: 'User',
    sortable: true,
    width: 88,
    cell: ({ user }) => user,
    hint: ({ user }) => user,
  },
  {
    id: 'cpu',
    title: 'CPU',
    sortable: true,
    numeric: true,
    width: 68,
    cell: ({ cpu }) => formatPercent(cpu),
    hint: ({ cpu }) => `${cpu} % of one CPU over its life`,
  },
  {
    id: 'command',
    title: 'Command',
    cell: ({ command }) => <span className="mono">{command}</span>,
    hint: ({ command }) => command,
  },
]

function ProcessTable({ hostId, pids, onPids }: ProcessTableProps) {
  const call = useCall('hosts.processes', { hostId })
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<Sort>({ by: 'cpu', descending: true })
  const processes = call.value ?? call.previous
  const shown = useMemo(
    () => sortProcesses(filterProcesses(processes ?? [], search), sort),
    [processes, search, sort],
  )
  if (call.state === 'failed') return <ErrorState inline error={call.error} onRetry={call.reload} />
  if (processes === undefined) {
    return <LoadingState step="Asking the host for its processes" shown={call.slow} onCancel={call.cancel} />
  }
  const toggle = ({ pid }: Process) =>
    onPids(pids.includes(pid) ? pids.filter((other) => other !== pid) : [...pids, pid])
  return (
    <>
      <input
        className="input"
        type="search"
        aria-label="Search the processes"
        placeholder="Search name, command, user or PID"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="process-picker-table">
        <Table
          label="Processes"
          columns={columns}
          count={shown.length}
          rowAt={(index) => shown[index]}
          keyOf={({ pid }) => String(pid)}
          sort={sort}
          onSort={setSort}
          onOpen={toggle}
          selected={new Set(pids.map(String))}
          onSelected={(selected) => onPids([...selected].map(Number))}
        />
      </div>
    </>
  )
}
