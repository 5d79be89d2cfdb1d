/** How long calls took: all of them as counted in the kernel, and the slow ones that were recorded. */
import { ChartColumn } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { HistogramResult } from '../../../shared/contract/views.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { goTo } from '../../location/use-location.ts'
import { usePalette } from '../canvas/palette.ts'
import { ViewPanel } from '../panels/view-panel.tsx'
import { useDispatch, useSelection, useSide, useSidePart } from '../side.tsx'
import { useView } from '../use-view.ts'
import { BucketsTable } from './buckets-table.tsx'
import { CallsTable } from './calls-table.tsx'
import { mostOf } from './draw-histogram.ts'
import { GraphAboveCalls } from './graph-above-calls.tsx'
import { HistogramCanvas } from './histogram-canvas.tsx'
import { HistogramLegend } from './histogram-legend.tsx'
import { pinHistogram } from './pin-histogram.ts'
import './histogram-view.css'

/** The layer behind first, the recorded calls on top. */
const layersOf = (result: HistogramResult) =>
  [...result.layers].sort((a, b) => (a.source === b.source ? 0 : a.source === 'distribution' ? -1 : 1))

export function HistogramView() {
  const { detail, common, key } = useSide()
  const dispatch = useDispatch()
  const selection = useSelection()
  const shown = useSidePart(({ view }) => view.histogram.shown)
  const palette = usePalette()
  const [counts, setCounts] = useState<'linear' | 'log'>('log')
  const size = useRef({ width: 640, height: 320 })
  const hasLatency = detail.streams.some(({ kind }) => kind !== 'samples')
  const view = useView(
    'views.histogram',
    hasLatency
      ? { captureId: detail.id, selection, ...(common?.latency ? { domain: common.latency } : {}) }
      : null,
  )
  const result = view.answer?.result
  const layers = useMemo(() => (result ? layersOf(result) : []), [result])
  const own = mostOf(layers)
  useEffect(() => common?.report(key, 'histogram', own), [common, key, own])
  const most = Math.max(own, common?.largest('histogram') ?? 0)
  const notes = layers.filter(({ ignores }) => ignores !== '')
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
            {full && <HistogramLegend layers={layers} />}
          </>
        )
      }
      tools={
        full &&
        shown === 'graph' && (
          <Button
            small
            look="quiet"
            title="Scale of the count axis"
            onClick={() => setCounts(counts === 'log' ? 'linear' : 'log')}
          >
            {counts === 'log' ? 'Log counts' : 'Linear counts'}
          </Button>
        )
      }
      shown={shown}
      onShown={(next) => dispatch({ type: 'histogram', change: { shown: next } })}
      pin={
        full
          ? () =>
              pinHistogram(
                { ...full, layers, counts, most, selected: selection.latency, size: size.current },
                palette,
              )
          : null
      }
      busy={view.isStale && view.isSlow}
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
            shown === 'table' ? (
              <BucketsTable layers={layers} />
            ) : (
              <HistogramCanvas
                result={full.result}
                layers={layers}
                domain={full.domain}
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
