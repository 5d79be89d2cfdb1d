/** Captures that were started together: a row for each host, while they run and afterwards. */
import { Columns2, Library } from 'lucide-react'
import { useState } from 'react'
import { isActive } from '../../shared/model/capture.ts'
import type { CaptureGroup } from '../../shared/model/capture-group.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { formatAmount } from '../format/number.ts'
import { formatExactWhen, formatWhen } from '../format/time.ts'
import { TitleLine } from '../frame/title-line.tsx'
import { goTo } from '../location/use-location.ts'
import { useRunning } from '../running/running-context.tsx'
import { StopTogether } from './stop-together.tsx'
import { TogetherRowView } from './together-row.tsx'
import { describeSpread } from './together-words.ts'
import { useGroup } from './use-group.ts'
import './together-page.css'

export function TogetherPage({
  groupId,
  onShowInLibrary,
}: {
  groupId: string
  onShowInLibrary: (groupId: string) => void
}) {
  const call = useGroup(groupId)
  const group = call.value ?? call.previous
  if (call.state === 'failed')
    return (
      <>
        <TitleLine crumbs={[{ title: 'Library', to: { page: 'library' } }, { title: 'Together' }]} />
        <ErrorState error={call.error} onRetry={call.reload} />
      </>
    )
  if (group === undefined || group.id !== groupId)
    return (
      <>
        <TitleLine crumbs={[{ title: 'Library', to: { page: 'library' } }, { title: 'Together' }]} />
        <LoadingState step="Reading the group" shown={call.slow} onCancel={call.cancel} />
      </>
    )
  return <Group group={group} onShowInLibrary={() => onShowInLibrary(groupId)} />
}

function Group({ group, onShowInLibrary }: { group: CaptureGroup; onShowInLibrary: () => void }) {
  const { id, name, members, plannedAt, spread } = group
  const running = useRunning()
  const [selected, setSelected] = useState<readonly string[]>([])
  const active = members.filter(({ state }) => isActive(state))
  const failed = members.filter(({ state }) => state === 'failed' || state === 'interrupted')
  const [captureId, compareId] = selected
  const select = (which: string, on: boolean) =>
    setSelected((now) => (on ? [...now, which] : now.filter((other) => other !== which)))
  return (
    <>
      <TitleLine
        crumbs={[{ title: 'Library', to: { page: 'library' } }, { title: name }]}
        badges={
          <>
            {active.length > 0 && (
              <Badge tone="active">
                {active.length} of {formatAmount(members.length, 'host')} running
              </Badge>
            )}
            {failed.length > 0 && (
              <Badge tone="danger">
                {failed.length} of {formatAmount(members.length, 'host')} failed
              </Badge>
            )}
          </>
        }
        actions={
          <>
            {active.length > 0 ? (
              <StopTogether groupId={id} name={name} members={members} />
            ) : (
              <Button icon={Library} onClick={onShowInLibrary}>
                Show in the library
              </Button>
            )}
            <Button
              icon={Columns2}
              disabled={selected.length !== 2}
              title={
                selected.length === 2
                  ? 'Side by side, on one clock'
                  : 'Select two captures that are done, to compare them on one clock'
              }
              onClick={() => {
                if (captureId !== undefined && compareId !== undefined)
                  goTo({ page: 'capture', captureId, compareId })
              }}
            >
              Compare
            </Button>
          </>
        }
      />
      <div className="page-body">
        <p className="together-facts">
          {plannedAt !== null && (
            <span
              title={`The moment that all hosts were told, each by its own clock: ${formatExactWhen(plannedAt)}`}
            >
              told to start {formatWhen(plannedAt)}
            </span>
          )}
          {spread !== null && (
            <span title="Between the first and the last start, as the hosts' supervisors saw them; the error is that of the two clocks">
              {describeSpread(spread)}
            </span>
          )}
        </p>
        <div className="together-scroll">
          <table className="together-table" aria-label="Hosts">
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">Compare</span>
                </th>
                <th scope="col">Host</th>
                <th scope="col">State</th>
                <th scope="col">{active.length > 0 ? 'Now' : 'How long'}</th>
                <th scope="col" className="number">
                  Started
                </th>
                <th scope="col" className="number">
                  Its clock
                </th>
                <th scope="col" className="number">
                  Size
                </th>
                <th scope="col" className="number">
                  Samples
                </th>
                <th scope="col" className="number">
                  Tracer
                </th>
                <th scope="col">
                  <span className="visually-hidden">End it</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {members.map((member) => (
                <TogetherRowView
                  key={member.captureId}
                  member={member}
                  progress={running.find((one) => one.captureId === member.captureId)}
                  selected={selected.includes(member.captureId)}
                  onSelected={(on) => select(member.captureId, on)}
                />
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </>
  )
}
