/** When it happened: the whole capture as density, and below it each thread's calls or samples. */
import { ChartGantt, ChartNoAxesColumn, Grid2x2 } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { Range } from '../../../shared/contract/selection.ts'
import { Button } from '../../components/button.tsx'
import { Segments } from '../../components/segments.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { formatDuration } from '../../format/duration.ts'
import { formatAmount } from '../../format/number.ts'
import { MarkerList } from '../../markers/marker-list.tsx'
import { MarkerStrip } from '../../markers/marker-strip.tsx'
import { useMarkerWalk } from '../../markers/use-marker-walk.ts'
import { usePalette } from '../canvas/palette.ts'
import { CellsTable } from '../heatmap/cells-table.tsx'
import { HeatLegend } from '../heatmap/heat-legend.tsx'
import { timeOfCells } from '../heatmap/second-cells.ts'
import { ViewPanel } from '../panels/view-panel.tsx'
import { useDispatch, useSelection, useSide, useSidePart, useStream } from '../side.tsx'
import { useView } from '../use-view.ts'
import { LanesPane } from './lanes-pane.tsx'
import { OverviewPane } from './overview-pane.tsx'
import { pinTimeline } from './pin-timeline.ts'
import { sayOffset, saySeconds } from './second-words.ts'
import { SlicesTable } from './slices-table.tsx'
import { SubsecondPane } from './subsecond-pane.tsx'
import { ThreadsTable } from './threads-table.tsx'
import { clampRange, span, zoomRange } from './time-range.ts'
import { hasSubsecond, useSubsecond } from './use-subsecond.ts'
import { useTimelineCommands } from './use-timeline-commands.ts'
import './timeline-view.css'

const overviews = [
  {
    value: 'heatmap',
    title: 'Heatmap',
    icon: Grid2x2,
    hint: 'Second by second: each column is a second, time within it goes up',
  },
  { value: 'activity', title: 'Activity', icon: ChartNoAxesColumn, hint: 'How much there was over time' },
] as const
const MOST_LANES = 200
/** Before the first layout; asked for again with the real width. */
const FIRST_WIDTH = 1000

export function TimelineView() {
  const { detail, common, key } = useSide()
  const dispatch = useDispatch()
  const stream = useStream()
  const selection = useSelection()
  const { range, shown, overview: wanted } = useSidePart(({ view }) => view.timeline)
  const palette = usePalette()
  const [width, setWidth] = useState(0)
  const [heatWidth, setHeatWidth] = useState(0)
  const [twin, setTwin] = useState<'rows' | 'cells' | 'markers'>('rows')
  // on one clock with another capture, this one may begin later
  const shift = common?.shift[key] ?? 0
  const bounds = useMemo<Range>(
    () => ({ from: -shift, to: Math.max((common?.span ?? 0) - shift, detail.duration ?? 0, 1) }),
    [common?.span, shift, detail.duration],
  )
  const axis = useMemo(() => (range ? clampRange(range, bounds) : bounds), [range, bounds])
  const { time: selectedTime, ...others } = selection
  const columns = Math.min(Math.max(Math.round(width || FIRST_WIDTH), 10), 8000)
  const view = useView(
    'views.timeline',
    stream && {
      captureId: detail.id,
      streamId: stream.id,
      // the time range is a brush on top: what lies outside of it stays in sight
      selection: others,
      from: axis.from,
      to: axis.to,
      columns,
      overviewColumns: Math.max(Math.round(columns / 2), 10),
      maxLanes: MOST_LANES,
    },
  )
  const { answer } = view
  const canHeat = hasSubsecond(detail, stream)
  const overview = canHeat ? (wanted ?? 'heatmap') : 'activity'
  const subsecond = useSubsecond({
    captureId: detail.id,
    stream: overview === 'heatmap' ? stream : null,
    selection: others,
    width: heatWidth || FIRST_WIDTH,
  })
  const grid = overview === 'heatmap' ? subsecond.grid : null
  const segments = [
    { value: 'rows' as const, title: stream?.kind === 'slices' ? 'Calls' : 'Threads' },
    ...(grid && stream?.kind !== 'slices'
      ? [{ value: 'cells' as const, title: 'Cells', hint: 'Each cell of the heatmap' }]
      : []),
    ...((detail.markers ?? []).length > 0 ? [{ value: 'markers' as const, title: 'Markers' }] : []),
  ]
  const shownTwin = segments.find(({ value }) => value === twin)?.value ?? 'rows'
  const setAxis = useCallback(
    (next: Range) => {
      const whole = next.from <= bounds.from && next.to >= bounds.to
      dispatch({ type: 'timeline', change: { range: whole ? null : clampRange(next, bounds) } })
    },
    [dispatch, bounds],
  )
  const brush = useCallback(
    (time: Range | undefined) => dispatch({ type: 'select', change: { time } }),
    [dispatch],
  )
  const zoom = useCallback(
    (factor: number) => setAxis(zoomRange(axis, (axis.from + axis.to) / 2, factor, bounds)),
    [axis, bounds, setAxis],
  )
  useTimelineCommands({ zoom, all: () => setAxis(bounds), isFirst: key === 'a' })
  const walk = useMarkerWalk({
    ...{ markers: detail.markers, isFirst: key === 'a', axis, bounds, onAxis: setAxis },
    onBrush: brush,
  })
  const { placed, current } = walk
  const lines = useMemo(() => ({ markers: placed, current }), [placed, current])
  const panes = useRef<HTMLDivElement>(null)
  const timeline = answer?.result
  const total = timeline?.lanes.reduce((sum, { count }) => sum + count, timeline.omittedCount) ?? 0
  const noun = timeline?.streamKind === 'slices' ? 'slow call' : 'sample'
  const answered = useMemo(() => answer && { from: answer.args.from, to: answer.args.to }, [answer])

  return (
    <ViewPanel
      view="timeline"
      title="Timeline"
      summary={
        timeline && (
          <>
            <span>
              {formatAmount(total, noun)} in{' '}
              {formatAmount(timeline.lanes.length + timeline.omittedLanes, 'thread')}
              {range && `, showing ${formatDuration(span(axis))} of ${formatDuration(span(bounds))}`}
            </span>
            {grid && shown === 'graph' && <HeatLegend most={grid.most} events={`${noun}s`} />}
          </>
        )
      }
      tools={
        <>
          {range && (
            <Button small look="quiet" onClick={() => setAxis(bounds)} title="Show the whole capture (Home)">
              Show all
            </Button>
          )}
          {canHeat && shown === 'graph' && (
            <Segments
              label="Overview"
              value={overview}
              segments={overviews}
              onValue={(next) => dispatch({ type: 'timeline', change: { overview: next } })}
            />
          )}
          {shown === 'table' && segments.length > 1 && (
            <Segments label="Table of" value={shownTwin} segments={segments} onValue={setTwin} />
          )}
        </>
      }
      shown={shown}
      onShown={(next) => dispatch({ type: 'timeline', change: { shown: next } })}
      pin={
        timeline && answered
          ? () =>
              pinTimeline(
                {
                  timeline,
                  answered,
                  bounds,
                  selected: selectedTime,
                  width: Math.max(width, 600),
                  noun,
                  total,
                  grid,
                },
                palette,
              )
          : null
      }
      busy={view.isStale && view.isSlow}
    >
      {!stream ? (
        <EmptyState icon={ChartGantt} title="This capture has no events in time">
          It kept counts only. The histogram shows them.
        </EmptyState>
      ) : shown === 'table' && shownTwin === 'markers' ? (
        <MarkerList markers={detail.markers ?? []} current={current} onOpen={walk.open} />
      ) : shown === 'table' ? (
        stream.kind === 'slices' ? (
          <SlicesTable />
        ) : grid && shownTwin === 'cells' ? (
          <CellsTable
            grid={grid}
            events="Samples"
            column={{ title: 'When', say: (column) => saySeconds(grid, column) }}
            row={{ title: 'Into the second', say: (row) => sayOffset(grid, row) }}
            onOpen={(cell) => brush(timeOfCells(grid, cell, cell))}
          />
        ) : (
          <ThreadsTable timeline={timeline} />
        )
      ) : view.error ? (
        <ErrorState error={view.error} onRetry={view.retry} />
      ) : !timeline || !answered ? (
        <LoadingState step="Laying out the timeline" shown={view.isSlow} onCancel={view.cancel} />
      ) : total === 0 ? (
        <EmptyState
          icon={ChartGantt}
          title={`No ${noun} is in the selection`}
          actions={<Button onClick={() => dispatch({ type: 'clear' })}>Clear the selection</Button>}
        >
          Take one of its parts away above, or go back.
        </EmptyState>
      ) : (
        <div className="timeline" ref={panes}>
          {overview === 'heatmap' ? (
            <SubsecondPane
              subsecond={subsecond}
              duration={Math.max(detail.duration ?? 0, 1)}
              bounds={bounds}
              axis={axis}
              selected={selectedTime}
              noun={noun}
              onBrush={brush}
              onWidth={setHeatWidth}
              markers={lines}
            />
          ) : (
            <OverviewPane
              counts={timeline.overview}
              duration={Math.max(detail.duration ?? 0, 1)}
              bounds={bounds}
              axis={axis}
              selected={selectedTime}
              onAxis={setAxis}
              markers={lines}
            />
          )}
          {placed.length > 0 && <MarkerStrip {...lines} axis={axis} bounds={bounds} onOpen={walk.open} />}
          <LanesPane
            timeline={timeline}
            answered={answered}
            axis={axis}
            bounds={bounds}
            selected={selectedTime}
            onAxis={setAxis}
            onBrush={brush}
            onWidth={setWidth}
            markers={lines}
          />
        </div>
      )}
    </ViewPanel>
  )
}
