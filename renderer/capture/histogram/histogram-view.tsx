/** How long calls took: all of them as counted in the kernel, and the slow ones that were recorded. */
import { ChartColumn, Grid2x2 } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { BucketScale, HistogramResult } from '../../../shared/contract/views.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Segments } from '../../components/segments.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { goTo } from '../../location/use-location.ts'
import { usePalette } from '../canvas/palette.ts'
import type { Size } from '../canvas/use-canvas.ts'
import { Choice } from '../flame/flame-toolbar.tsx'
import { HeatLegend } from '../heatmap/heat-legend.tsx'
import { useLiveVersion } from '../live/live-version.ts'
import { ViewPanel } from '../panels/view-panel.tsx'
import { useDispatch, useSelection, useSide, useSidePart } from '../side.tsx'
import { useView } from '../use-view.ts'
import { BucketsTable } from './buckets-table.tsx'
import { CallsTable } from './calls-table.tsx'
import { mostOf } from './draw-histogram.ts'
import { margins } from './draw-latency-axes.ts'
import { GraphAboveCalls } from './graph-above-calls.tsx'
import { HistogramCanvas } from './histogram-canvas.tsx'
import { HistogramLegend } from './histogram-legend.tsx'
import { LatencyHeatmapBody } from './latency-heatmap-body.tsx'
import { pinHistogram } from './pin-histogram.ts'
import { pinLatencyHeatmap } from './pin-latency-heatmap.ts'
import { useCalls, useLatencyHeatmap } from './use-latency-heatmap.ts'
import './histogram-view.css'

const forms = [
  { value: 'buckets', title: 'Histogram', icon: ChartColumn, hint: 'How many calls took how long' },
  { value: 'heatmap', title: 'Heatmap', icon: Grid2x2, hint: 'When calls took how long' },
] as const
const bucketTitles: readonly (readonly [BucketScale, string])[] = [
  ['log', 'Log'],
  ['log2', 'Powers of 2'],
  ['log-linear', 'Log-linear'],
  ['linear', 'Linear'],
]

/** The layer behind first, the recorded calls on top. */
const layersOf = (result: HistogramResult) =>
  [...result.layers].sort((a, b) => (a.source === b.source ? 0 : a.source === 'distribution' ? -1 : 1))

export function HistogramView() {
  const { detail, common, key } = useSide()
  const dispatch = useDispatch()
  const selection = useSelection()
  const { shown, form: wanted = 'buckets', buckets = 'log' } = useSidePart(({ view }) => view.histogram)
  const palette = usePalette()
  const [counts, setCounts] = useState<'linear' | 'log'>('log')
  const size = useRef({ width: 640, height: 320 })
  const [heatSize, setHeatSize] = useState<Size>({ width: 0, height: 0 })
  const calls = useCalls()
  const form = calls ? wanted : 'buckets'
  const heatmap = useLatencyHeatmap(
    form === 'heatmap'
      ? {
          width: heatSize.width - margins.left - margins.right,
          height: heatSize.height - margins.top - margins.bottom,
        }
      : null,
  )
  const { grid } = heatmap
  const hasLatency = detail.streams.some(({ kind }) => kind !== 'samples')
  const view = useView(
    'views.histogram',
    hasLatency
      ? { captureId: detail.id, selection, buckets, ...(common?.latency ? { domain: common.latency } : {}) }
      : null,
  )
  const result = view.answer?.result
  const layers = useMemo(() => (result ? layersOf(result) : []), [result])
  const own = mostOf(layers)
  useEffect(() => common?.report(key, 'histogram', own), [common, key, own])
  const most = Math.max(own, common?.largest('histogram') ?? 0)
  const notes = layers.filter(({ ignores }) => ignores !== '')
  const lacksCounts =
    useLiveVersion() > 0 &&
    layers.some(({ source, count }) => source === 'distribution' && count.every((each) => each === 0))
  const full = result?.domain && own > 0 ? { result, domain: result.domain } : null

  return (
    <ViewPanel
      view="histogram"
      title="Latency"
      summary={
        result && (
          <>
            {notes.map(({ streamId, title, ignores }) => (
              <Badge key={streamId} tone="warning" title={`${title}. ${ignores}`}>
                Not narrowed
              </Badge>
            ))}
            {lacksCounts && (
              <Badge title="The tool prints its counts of all calls at its end. So far these are the slow ones, which come one by one.">
                slow calls only, so far
              </Badge>
            )}
            {form === 'heatmap'
              ? grid && grid.count > 0 && <HeatLegend most={grid.most} events="calls" />
              : full && !lacksCounts && <HistogramLegend layers={layers} />}
          </>
        )
      }
      tools={
        full && (
          <>
            {calls && (
              <Segments
                label="Form"
                value={form}
                segments={forms}
                onValue={(next) => dispatch({ type: 'histogram', change: { form: next } })}
              />
            )}
            {form === 'buckets' && (
              <Choice
                label="Buckets"
                value={buckets}
                options={bucketTitles}
                onValue={(next) => dispatch({ type: 'histogram', change: { buckets: next } })}
              />
            )}
            {form === 'buckets' && shown === 'graph' && (
              <Button
                small
                look="quiet"
                title="Scale of the count axis"
                onClick={() => setCounts(counts === 'log' ? 'linear' : 'log')}
              >
                {counts === 'log' ? 'Log counts' : 'Linear counts'}
              </Button>
            )}
          </>
        )
      }
      shown={shown}
      onShown={(next) => dispatch({ type: 'histogram', change: { shown: next } })}
      pin={
        form === 'heatmap'
          ? grid && grid.count > 0
            ? () =>
                pinLatencyHeatmap(
                  { grid, time: heatmap.time, latency: heatmap.latency, selected: selection, size: heatSize },
                  palette,
                )
            : null
          : full
            ? () =>
                pinHistogram(
                  { ...full, buckets, layers, counts, most, selected: selection.latency, size: size.current },
                  palette,
                )
            : null
      }
      busy={(view.isStale && view.isSlow) || (heatmap.view.isStale && heatmap.view.isSlow)}
    >
      {!hasLatency ? (
        <EmptyState
          icon={ChartColumn}
          title="Samples have no latency"
          actions={
            <Button
              onClick={() => goTo({ page: 'recipes', recipeId: 'syscall-latency', hostId: detail.hostId })}
            >
              Time system calls
            </Button>
          }
        >
          A profile says where time went, not how long each call took. To see how long system calls take on
          this host, and which were slow, time them.
        </EmptyState>
      ) : view.error ? (
        <ErrorState error={view.error} onRetry={view.retry} />
      ) : !result ? (
        <LoadingState step="Counting latencies" shown={view.isSlow} onCancel={view.cancel} />
      ) : !full ? (
        <EmptyState
          icon={ChartColumn}
          title="No call is in the selection"
          actions={<Button onClick={() => dispatch({ type: 'clear' })}>Clear the selection</Button>}
        >
          Nothing was recorded there, or it was faster than the capture's threshold.
        </EmptyState>
      ) : (
        <GraphAboveCalls
          id={`histogram.${key}`}
          graph={
            form === 'heatmap' ? (
              <LatencyHeatmapBody heatmap={heatmap} shown={shown} onSize={setHeatSize} />
            ) : shown === 'table' ? (
              <BucketsTable layers={layers} />
            ) : (
              <HistogramCanvas
                result={full.result}
                layers={layers}
                domain={full.domain}
                buckets={buckets}
                counts={counts}
                most={most}
                onSize={(next) => {
                  size.current = next
                }}
              />
            )
          }
          calls={<CallsTable result={full.result} />}
        />
      )}
    </ViewPanel>
  )
}
