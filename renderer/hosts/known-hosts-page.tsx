/** Every host key that is trusted or revoked, why, and forgetting those that were accepted here. */
import { KeyRound, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { KnownHostEntry, KnownHostsReport } from '../../shared/model/known-host.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Remedy } from '../components/remedy.tsx'
import { EmptyState, ErrorState, LoadingState } from '../components/states.tsx'
import { type Column, Table } from '../components/table.tsx'
import { useAction, useCall } from '../engine-context.tsx'
import { formatAmount } from '../format/number.ts'
import { hostsText, removalOf, whyOf } from './known-host-words.ts'
import './table-page.css'

export function KnownHostsPage() {
  const known = useCall(
    'knownHosts.list',
    {},
    { refetchOn: { 'knownHosts.changed': () => true, 'hosts.changed': () => true } },
  )
  const [active, setActive] = useState(0)
  const report = known.value ?? known.previous
  if (known.state === 'failed') return <ErrorState error={known.error} onRetry={known.reload} />
  if (report === undefined)
    return <LoadingState step="Reading the known hosts" shown={known.slow} onCancel={known.cancel} />
  const { entries } = report
  const open = entries[Math.min(active, entries.length - 1)]
  return (
    <div className="table-page">
      <Files files={report.files} />
      {open === undefined ? (
        <EmptyState icon={KeyRound} title="No host key is known yet">
          The first connection to a host shows its key and asks. What you accept is kept in{' '}
          {report.files.find(({ isOurs }) => isOurs)?.path}.
        </EmptyState>
      ) : (
        <>
          <div className="table-page-rows">
            <Table
              label="Known hosts"
              columns={columns}
              count={entries.length}
              rowAt={(index) => entries[index]}
              keyOf={({ file, line }) => `${file}:${line}`}
              active={active}
              onActive={setActive}
            />
          </div>
          <Detail key={`${open.file}:${open.line}:${open.fingerprint}`} entry={open} />
        </>
      )}
    </div>
  )
}

function Files({ files }: { files: KnownHostsReport['files'] }) {
  const bad = files.filter(({ state, skippedLines }) => state === 'unreadable' || skippedLines.length > 0)
  const read = files.filter(({ state }) => state === 'read')
  return (
    <>
      <div className="table-page-tools">
        <span className="table-page-words">
          {read.length === 0
            ? 'No file of known hosts is there.'
            : read
                .map(
                  ({ path, entries, isOurs }) =>
                    `${path}${isOurs ? ' (Smokejumper)' : ''}: ${formatAmount(entries, 'entry', 'entries')}`,
                )
                .join('; ')}
        </span>
      </div>
      {bad.length > 0 && (
        <ul className="table-page-problems" aria-label="What could not be read">
          {bad.map(({ path, state, skippedLines }) => (
            <li key={path}>
              {state === 'unreadable'
                ? `${path} cannot be read. While that is so, no host can be checked: make it readable for you, or move it away.`
                : `${path}: ${formatAmount(skippedLines.length, 'line')} that ${skippedLines.length === 1 ? 'is' : 'are'} no entry, as ssh sees it too: ${skippedLines.slice(0, 10).join(', ')}${skippedLines.length > 10 ? ', ...' : ''}.`}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Detail({ entry }: { entry: KnownHostEntry }) {
  const forget = useAction('knownHosts.forget')
  const [asking, setAsking] = useState(false)
  const { file, line, hosts, fingerprint, keyType, isOurs, comment } = entry
  return (
    <section className="table-page-detail" aria-label="About the chosen entry">
      <h2 className="mono">{hostsText(entry)}</h2>
      <p className="mono">
        {keyType} {fingerprint} <CopyButton text={fingerprint} />
      </p>
      <p>
        {whyOf(entry)}
        {comment === '' ? '' : ` Its comment: ${comment}.`}
      </p>
      {isOurs ? (
        <div className="table-page-buttons">
          {asking ? (
            <>
              <span className="table-page-sure">
                Forget it? The next connection shows the key and asks again.
              </span>
              <Button
                look="danger"
                disabled={forget.running}
                onClick={() => void forget.run({ line, hosts, fingerprint })}
              >
                Forget
              </Button>
              <Button autoFocus onClick={() => setAsking(false)}>
                Keep
              </Button>
            </>
          ) : (
            <Button icon={Trash2} onClick={() => setAsking(true)}>
              Forget
            </Button>
          )}
        </div>
      ) : (
        <Remedy text={removalOf(file, line)} />
      )}
      {forget.error !== undefined && <ErrorState inline error={forget.error} />}
    </section>
  )
}

const columns: readonly Column<KnownHostEntry>[] = [
  {
    id: 'hosts',
    title: 'Hosts',
    cell: (entry) => <span className="mono">{hostsText(entry)}</span>,
    hint: ({ hosts }) => hosts,
  },
  {
    id: 'state',
    title: 'State',
    width: 90,
    cell: ({ marker }) =>
      marker === 'revoked' ? (
        <Badge tone="danger">revoked</Badge>
      ) : marker === 'cert-authority' ? (
        <Badge tone="warning">authority</Badge>
      ) : (
        <Badge tone="success">trusted</Badge>
      ),
  },
  { id: 'type', title: 'Key', width: 90, dispensable: 1, cell: ({ keyType }) => keyType },
  {
    id: 'fingerprint',
    title: 'Fingerprint',
    width: '28%',
    dispensable: 3,
    cell: ({ fingerprint }) => <span className="mono">{fingerprint}</span>,
    hint: ({ fingerprint }) => fingerprint,
  },
  {
    id: 'saved',
    title: 'Saved hosts',
    width: '16%',
    dispensable: 2,
    cell: ({ matches }) => matches.join(', '),
    hint: ({ matches }) => matches.join(', '),
  },
  {
    id: 'place',
    title: 'Where',
    width: '18%',
    cell: ({ file, line }) => (
      <span className="mono">{`${file.split('/').slice(-2).join('/')}:${line}`}</span>
    ),
    hint: ({ file, line }) => `${file} line ${line}`,
  },
]
