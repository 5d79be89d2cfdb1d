/** Two captures, or two selections of one, side by side on the same axes. */
import { useMemo, useRef, useState } from 'react'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { Pin } from '../../../shared/model/finding.ts'
import { TitleLine } from '../../frame/title-line.tsx'
import { goTo } from '../../location/use-location.ts'
import { useOneClock } from '../../together/use-one-clock.ts'
import { useLatest } from '../../use-latest.ts'
import { useMediaQuery } from '../../use-media-query.ts'
import { DiffPatterns } from '../diff/diff-patterns.tsx'
import { DiffView } from '../diff/diff-view.tsx'
import { FlameView } from '../flame/flame-view.tsx'
import { FramePatterns } from '../flame/frame-patterns.tsx'
import { HistogramView } from '../histogram/histogram-view.tsx'
import { createInspectStore, InspectProvider } from '../inspector/inspect-store.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { CaptureActions } from '../page/capture-actions.tsx'
import { SidePanel, type SidePanelName } from '../page/side-panel.tsx'
import { useCaptureCommands } from '../page/use-capture-commands.ts'
import { MaximisedProvider, type ViewName } from '../panels/maximised.ts'
import { Split, type SplitPart } from '../panels/split.tsx'
import { SelectionBar } from '../selection/selection-bar.tsx'
import { type Side, SideProvider } from '../side.tsx'
import { linkStore } from '../state/link-stores.ts'
import { firstView, startState } from '../state/view-state.ts'
import { createViewStore, usePage } from '../state/view-store.ts'
import { timelineHeight } from '../timeline/timeline-height.ts'
import { TimelineView } from '../timeline/timeline-view.tsx'
import { useFirstOverview } from '../timeline/use-subsecond.ts'
import { CompareBar } from './compare-bar.tsx'
import { DifferencesTable } from './differences-table.tsx'
import { leavePin, takePin } from './pending-pin.ts'
import { SideHead } from './side-head.tsx'
import { TwoSides } from './two-sides.tsx'
import { useCommonAxes } from './use-common-axes.ts'
import '../page/page.css'

export function ComparePage({ a, b }: { a: CaptureDetail; b: CaptureDetail }) {
  const [stores] = useState(() => {
    const pin = takePin(a.id, b.id)
    return {
      a: createViewStore(startState(pin?.a ?? firstView(a.streams))),
      b: createViewStore(startState(pin?.b ?? firstView(b.streams))),
    }
  })
  const [linked, setLinked] = useState(true)
  const isLinked = useRef(linked)
  isLinked.current = linked
  const [flameScale, setFlameScale] = useState<'share' | 'total'>('share')
  const [inspect] = useState(createInspectStore)
  const [maximised, setMaximised] = useState<ViewName | null>(null)
  const [panel, setPanel] = useState<SidePanelName | null>(null)
  const [chosen, setChosen] = useState(0)
  const diff = usePage(stores.a, ({ view }) => view.diff)
  const oneClock = useOneClock(a, b)
  const common = useCommonAxes(a, b, flameScale, oneClock.clock)
  const shift = useLatest(common.shift)
  const sides = useMemo<{ a: Side; b: Side }>(
    () => ({
      a: {
        key: 'a',
        detail: a,
        store: linkStore(
          stores.a,
          stores.b,
          () => isLinked.current,
          () => shift.current.a - shift.current.b,
        ),
        common,
        other: () => ({ captureId: b.id, state: stores.b.state().view }),
      },
      b: {
        key: 'b',
        detail: b,
        store: linkStore(
          stores.b,
          stores.a,
          () => isLinked.current,
          () => shift.current.b - shift.current.a,
        ),
        common,
        other: () => ({ captureId: a.id, state: stores.a.state().view }),
      },
    }),
    [a, b, stores, common, shift],
  )
  const maximising = useMemo(() => ({ maximised, setMaximised }), [maximised])
  useCaptureCommands({ store: sides.a.store, maximise: setMaximised, show: setPanel })

  const openPin = (pin: Pin) => {
    const isHere = pin.captureId === a.id && pin.otherCaptureId === b.id
    const isSwapped = pin.captureId === b.id && pin.otherCaptureId === a.id
    // what grew from A to B shrank from B to A: a graph of differences is shown the way round that it was
    if (!isHere && (!isSwapped || pin.state.diff)) {
      leavePin(pin)
      goTo({ page: 'capture', captureId: pin.captureId, compareId: pin.otherCaptureId })
      return
    }
    const own = isHere ? stores.a : stores.b
    const other = isHere ? stores.b : stores.a
    own.dispatch({ type: 'restore', view: pin.state })
    if (pin.otherState) other.dispatch({ type: 'restore', view: pin.otherState })
    setMaximised((now) => (now === null || now === pin.view ? now : null))
  }
  const overviewForm = useFirstOverview(a, stores.a)
  const rows: Record<ViewName, SplitPart> = {
    timeline: {
      id: 'timeline',
      size: timelineHeight(Math.max(a.threads.length, b.threads.length), overviewForm),
      least: 110,
      content: (
        <TwoSides sides={sides}>
          <TimelineView />
        </TwoSides>
      ),
    },
    flame: {
      id: 'flame graph',
      least: 130,
      content: diff ? (
        <SideProvider value={sides.a}>
          <DiffView {...sides} diff={diff} />
        </SideProvider>
      ) : (
        <TwoSides sides={sides}>
          <FlameView />
        </TwoSides>
      ),
    },
    histogram: {
      id: 'histogram',
      size: 32,
      least: 150,
      content: (
        <TwoSides sides={sides}>
          <HistogramView />
        </TwoSides>
      ),
    },
  }
  const isTall = useMediaQuery('(min-height: 1000px)')
  const hasLatency = common.latency !== null
  const foot: SplitPart = {
    id: 'foot',
    size: '136px',
    least: 90,
    content: (
      <Split
        id="compare.foot"
        orientation="horizontal"
        parts={[
          { id: 'inspector', size: 50, least: 240, content: <Inspector /> },
          { id: 'differences', size: 50, least: 280, content: <DifferencesTable a={sides.a} b={sides.b} /> },
        ]}
      />
    ),
  }
  // two profiles have no latency: one line says so, on one capture's page; here the room is for what there is.
  // On a small screen one graph of the differences is not seen between four rows of views
  const parts = maximised
    ? [rows[maximised], foot]
    : hasLatency && (!diff || isTall)
      ? [rows.timeline, rows.flame, rows.histogram, foot]
      : [rows.timeline, rows.flame, foot]
  const main = <Split id={`compare.${parts.length}`} orientation="vertical" parts={parts} />
  return (
    <InspectProvider value={inspect}>
      <MaximisedProvider value={maximising}>
        <TitleLine
          crumbs={[{ title: 'Library', to: { page: 'library' } }, { title: titleOf(a, b) }]}
          actions={<CaptureActions detail={a} panel={panel} onPanel={setPanel} />}
        />
        <div className="capture-page">
          <FramePatterns />
          <DiffPatterns />
          <CompareBar
            sides={sides}
            linked={linked}
            oneClock={oneClock}
            onLinked={setLinked}
            flameScale={flameScale}
            onFlameScale={setFlameScale}
          />
          <TwoSides sides={sides} flat>
            <SideHead />
            <SelectionBar />
          </TwoSides>
          <div className="capture-views">
            {panel === null ? (
              main
            ) : (
              <Split
                id="compare.side"
                orientation="horizontal"
                parts={[
                  { id: 'views', size: 72, least: 480, content: main },
                  {
                    id: 'side panel',
                    size: 28,
                    least: 280,
                    content: (
                      <SidePanel
                        panel={panel}
                        captures={[a, b]}
                        chosen={chosen}
                        onChoose={setChosen}
                        onOpenPin={openPin}
                        onClose={() => setPanel(null)}
                      />
                    ),
                  },
                ]}
              />
            )}
          </div>
        </div>
      </MaximisedProvider>
    </InspectProvider>
  )
}

/** Of a group, they are called alike. */
const titleOf = (a: CaptureDetail, b: CaptureDetail): string =>
  a.group !== undefined && a.group.id === b.group?.id && a.name === b.name
    ? `${a.name}: ${a.hostLabel} and ${b.hostLabel}`
    : `${a.name} and ${b.name}`
