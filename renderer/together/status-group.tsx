/** Captures of a group in the status bar: one line for all of them. */
import type { CaptureProgress } from '../../shared/model/capture.ts'
import type { GroupRef } from '../../shared/model/group-ref.ts'
import { ProgressBar } from '../components/progress-bar.tsx'
import { formatBytes } from '../format/bytes.ts'
import { formatAmount } from '../format/number.ts'
import { formatLocation } from '../location/location.ts'
import { describeElapsed, describePhase, elapsedShare } from '../running/progress-words.ts'
import { StopTogether } from './stop-together.tsx'

export interface RunningGroup {
  readonly group: GroupRef
  readonly running: readonly CaptureProgress[]
}

export type RunningEntry =
  | { readonly kind: 'alone'; readonly progress: CaptureProgress }
  | ({ readonly kind: 'group' } & RunningGroup)

/** Those that run alone, and groups, in the order of their first capture. */
export function groupRunning(running: readonly CaptureProgress[]): readonly RunningEntry[] {
  const groups = new Map<string, CaptureProgress[]>()
  for (const progress of running) {
    const { group } = progress
    if (group) groups.set(group.id, [...(groups.get(group.id) ?? []), progress])
  }
  return running.flatMap((progress): RunningEntry[] => {
    const { group } = progress
    const together = group && groups.get(group.id)
    if (!group || !together || together.length < 2) return [{ kind: 'alone', progress }]
    return together[0] === progress ? [{ kind: 'group', group, running: together }] : []
  })
}

/** The one that is furthest behind speaks for all. */
export function StatusGroup({ group, running }: RunningGroup) {
  const last = running.toSorted((a, b) => elapsedShare(a) - elapsedShare(b))[0]
  if (!last) return null
  const bytes = running.reduce((sum, one) => sum + one.bytes, 0)
  const lost = running.filter(({ connection }) => connection === 'lost').length
  return (
    <div className="status-capture">
      <a
        className="status-name"
        href={formatLocation({ page: 'together', groupId: group.id })}
        title={running.map(({ hostLabel }) => hostLabel).join(', ')}
      >
        <span className="status-host">{formatAmount(running.length, 'host')}</span> {group.name}
      </a>
      <ProgressBar label={`Progress of ${group.name}`} share={elapsedShare(last)} />
      <span className="status-fact">{describeElapsed(last)}</span>
      <span className="status-fact">{formatBytes(bytes)}</span>
      <span className="status-fact">
        {lost > 0 ? `connection to ${formatAmount(lost, 'host')} lost, retrying` : describePhase(last)}
      </span>
      <span className="status-end">
        <StopTogether groupId={group.id} name={group.name} members={running} small />
      </span>
    </div>
  )
}
