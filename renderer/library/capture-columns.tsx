/** The columns of the library. Their ids are the engine's sort keys. */
import type { CaptureProgress, CaptureSummary } from '../../shared/model/capture.ts'
import { Badge } from '../components/badge.tsx'
import type { Column } from '../components/table.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import { formatDuration, formatExactDuration } from '../format/duration.ts'
import { formatCount, formatExact, formatPercent } from '../format/number.ts'
import { formatExactWhen, formatWhen } from '../format/time.ts'
import { GroupBadge } from '../together/group-badge.tsx'
import { CaptureMenu, type CaptureMenuActions } from './capture-menu.tsx'
import { RenameField } from './rename-field.tsx'
import { StateBadge } from './state-badge.tsx'

const quiet = <span className="library-quiet">–</span>

export interface CaptureColumnsOptions extends CaptureMenuActions {
  readonly running: readonly CaptureProgress[]
  /** the capture whose name is being edited */
  readonly renaming: string | null
  readonly onRenamed: (capture: CaptureSummary, name: string | null) => void
  /** shows only captures that were started together */
  readonly onGroup: (groupId: string) => void
}

export function captureColumns(options: CaptureColumnsOptions): readonly Column<CaptureSummary>[] {
  const { running, renaming, onRenamed, onGroup } = options
  return [
    {
      id: 'name',
      title: 'Name',
      sortable: true,
      hint: (row) => row.name,
      cell: (row) =>
        row.id === renaming ? (
          <RenameField name={row.name} onDone={(name) => onRenamed(row, name)} />
        ) : (
          <span className="library-name">
            <span className="library-name-text">{row.name}</span>
            {row.group && <GroupBadge group={row.group} onShow={onGroup} />}
            {row.sample && <Badge title="It ships with Smokejumper, to try the views on">sample</Badge>}
          </span>
        ),
    },
    {
      id: 'hostLabel',
      title: 'Host',
      sortable: true,
      width: '10%',
      cell: (row) => row.hostLabel,
      hint: (row) => row.hostLabel,
    },
    {
      id: 'recipeTitle',
      title: 'Recipe',
      sortable: true,
      width: '11%',
      cell: (row) => row.recipeTitle,
      hint: (row) => row.recipeTitle,
    },
    {
      id: 'startedAt',
      title: 'When',
      sortable: true,
      numeric: true,
      width: 132,
      cell: (row) => formatWhen(row.startedAt),
      hint: (row) => formatExactWhen(row.startedAt),
    },
    {
      id: 'duration',
      title: 'How long',
      sortable: true,
      numeric: true,
      width: 76,
      cell: (row) => (row.duration === null ? quiet : formatDuration(row.duration)),
      hint: (row) => (row.duration === null ? 'not known yet' : formatExactDuration(row.duration)),
    },
    {
      id: 'events',
      title: 'Samples',
      sortable: true,
      numeric: true,
      width: 76,
      cell: (row) => (row.events === null ? quiet : formatCount(row.events)),
      hint: (row) => (row.events === null ? 'not read yet' : `${formatExact(row.events)} samples and slices`),
    },
    {
      id: 'lost',
      title: 'Lost',
      sortable: true,
      numeric: true,
      width: 60,
      cell: (row) =>
        row.lost > 0 ? (
          <span className="library-lost">{formatCount(row.lost)}</span>
        ) : row.events === null ? (
          quiet
        ) : (
          '0'
        ),
      hint: (row) =>
        row.events === null && row.lost === 0
          ? 'not known yet'
          : `${formatExact(row.lost)} events lost or throttled`,
    },
    {
      id: 'bytes',
      title: 'Size',
      sortable: true,
      numeric: true,
      width: 76,
      cell: (row) => (row.bytes === 0 ? quiet : formatBytes(row.bytes)),
      hint: (row) => `${formatExactBytes(row.bytes)} of raw output`,
    },
    {
      id: 'tracerCpuPercent',
      title: 'Cost',
      sortable: true,
      numeric: true,
      width: 72,
      cell: (row) => (row.tracerCpuPercent === null ? quiet : formatPercent(row.tracerCpuPercent)),
      hint: (row) =>
        row.tracerCpuPercent === null
          ? 'not measured'
          : `the tracer took ${formatExact(row.tracerCpuPercent)} % of one CPU`,
    },
    {
      id: 'state',
      title: 'State',
      width: 112,
      cell: (row) => (
        <StateBadge capture={row} progress={running.find(({ captureId }) => captureId === row.id)} />
      ),
    },
    { id: 'menu', title: '', width: 40, cell: (row) => <CaptureMenu capture={row} {...options} /> },
  ]
}
