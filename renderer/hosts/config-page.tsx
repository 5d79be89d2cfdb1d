/** The hosts that ~/.ssh/config offers; chosen ones are saved by their alias. */
import { FileX, Import } from 'lucide-react'
import { useState } from 'react'
import type { OfferedHost } from '../../shared/model/offered-host.ts'
import { useCommand } from '../commands/commands-context.tsx'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { EmptyState, ErrorState, LoadingState } from '../components/states.tsx'
import { type Column, Table } from '../components/table.tsx'
import { useAction, useCall } from '../engine-context.tsx'
import { formatAmount } from '../format/number.ts'
import { goTo } from '../location/use-location.ts'
import { formatAddress } from './destination.ts'
import { NotHonouredList } from './not-honoured-list.tsx'
import './table-page.css'

export function ConfigPage() {
  const config = useCall('hosts.readConfig', {}, { refetchOn: { 'hosts.changed': () => true } })
  const add = useAction('hosts.importConfig')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState(0)
  const [group, setGroup] = useState('')
  const report = config.value ?? config.previous
  const hosts = report?.hosts ?? []
  const fresh = hosts.filter(({ savedAs }) => savedAs === null)
  const chosen = fresh.filter(({ alias }) => selected.has(alias))
  const importChosen = async () => {
    if (chosen.length === 0) return
    const saved = await add.run({ aliases: chosen.map(({ alias }) => alias), group })
    const [first] = saved ?? []
    if (first !== undefined) goTo({ page: 'hosts', hostId: first.id })
  }
  useCommand({
    id: 'hosts.import',
    title: 'Save the chosen hosts',
    group: 'Hosts',
    key: 'Mod+Enter',
    run: () => void importChosen(),
  })

  if (config.state === 'failed') return <ErrorState error={config.error} onRetry={config.reload} />
  if (report === undefined)
    return <LoadingState step="Reading the ssh config" shown={config.slow} onCancel={config.cancel} />
  if (hosts.length === 0)
    return (
      <EmptyState
        icon={FileX}
        title="The ssh config names no hosts"
        actions={<Button onClick={config.reload}>Read again</Button>}
      >
        {report.files.length === 0 ? 'There is no ~/.ssh/config. ' : `Looked in ${report.files.join(', ')}. `}
        A Host line with a name, not only with patterns, is offered here.
        <Problems problems={report.problems} />
      </EmptyState>
    )
  const open = hosts[active]
  return (
    <div className="table-page">
      <div className="table-page-tools">
        <span className="table-page-words">
          {formatAmount(hosts.length, 'host')} in {report.files.join(', ')}
        </span>
        <Button
          look="quiet"
          disabled={fresh.length === 0}
          onClick={() =>
            setSelected(chosen.length === fresh.length ? new Set() : new Set(fresh.map(({ alias }) => alias)))
          }
        >
          {chosen.length === fresh.length && fresh.length > 0 ? 'Choose none' : 'Choose all new'}
        </Button>
      </div>
      <Problems problems={report.problems} />
      <div className="table-page-rows">
        <Table
          label="Hosts of the ssh config"
          columns={columns}
          count={hosts.length}
          rowAt={(index) => hosts[index]}
          keyOf={({ alias }) => alias}
          active={active}
          onActive={setActive}
          selected={selected}
          onSelected={(next) =>
            setSelected(new Set(fresh.map(({ alias }) => alias).filter((alias) => next.has(alias))))
          }
        />
      </div>
      {open !== undefined && (
        <section className="table-page-detail" aria-label="About the chosen host">
          <h2 className="mono">{open.alias}</h2>
          <p className="mono">{[...open.jumps, formatAddress(open)].join(' > ')}</p>
          <p>
            {open.identityFiles.length === 0 ? 'The usual keys' : open.identityFiles.join(', ')}
            {open.identitiesOnly ? ', and no others of the agent' : ''}
            {open.file === '' ? '' : `; ${open.file} line ${open.line}`}
          </p>
          <NotHonouredList lines={open.notHonoured} />
        </section>
      )}
      <form
        className="table-page-actions"
        onSubmit={(event) => {
          event.preventDefault()
          void importChosen()
        }}
      >
        <Field label="Group" help="For the chosen ones; may be empty" value={group} onValue={setGroup} />
        <Button icon={Import} look="primary" type="submit" disabled={chosen.length === 0 || add.running}>
          {chosen.length === 0 ? 'Save hosts' : `Save ${formatAmount(chosen.length, 'host')}`}
        </Button>
        <p className="table-page-words">
          {chosen.length === 0 ? 'Choose with Space. ' : ''}A saved host follows its alias: what changes in
          the config changes how it is reached.
        </p>
      </form>
      {add.error !== undefined && <ErrorState inline error={add.error} />}
    </div>
  )
}

const Problems = ({ problems }: { problems: readonly string[] }) =>
  problems.length === 0 ? null : (
    <ul className="table-page-problems" aria-label="What could not be read">
      {problems.map((problem, index) => (
        <li key={index}>{problem}</li>
      ))}
    </ul>
  )

const columns: readonly Column<OfferedHost>[] = [
  { id: 'alias', title: 'Alias', width: '22%', cell: ({ alias }) => <span className="mono">{alias}</span> },
  {
    id: 'destination',
    title: 'Leads to',
    cell: (host) => <span className="mono">{formatAddress(host)}</span>,
    hint: formatAddress,
  },
  {
    id: 'jumps',
    title: 'Through',
    width: '20%',
    dispensable: 2,
    cell: ({ jumps }) => <span className="mono">{jumps.join(' > ')}</span>,
    hint: ({ jumps }) => jumps.join(' > '),
  },
  {
    id: 'honoured',
    title: 'Not as in ssh',
    width: 140,
    dispensable: 1,
    cell: ({ notHonoured }) =>
      notHonoured.length > 0 && (
        <Badge tone="warning" title={notHonoured.map(({ keyword, why }) => `${keyword} ${why}`).join('\n')}>
          {formatAmount(notHonoured.length, 'line')}
        </Badge>
      ),
  },
  {
    id: 'state',
    title: 'State',
    width: 110,
    cell: ({ savedAs, transport }) =>
      savedAs !== null ? (
        <Badge tone="success" title="A saved host names this alias">
          saved
        </Badge>
      ) : (
        transport === 'system-ssh' && (
          <Badge title="Only the ssh of this machine can do what the config says; it is chosen">
            system ssh
          </Badge>
        )
      ),
  },
]
