/** One capture: its selection, its three views, and the inspector. */
import { type ReactNode, useMemo, useState } from 'react'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { Pin } from '../../../shared/model/finding.ts'
import { Badge } from '../../components/badge.tsx'
import { TitleLine } from '../../frame/title-line.tsx'
import { LadderBar } from '../../ladder/ladder-bar.tsx'
import { goTo } from '../../location/use-location.ts'
import { GroupNote } from '../../together/group-note.tsx'
import { leavePin, takePin } from '../compare/pending-pin.ts'
import { FlameView } from '../flame/flame-view.tsx'
import { FramePatterns } from '../flame/frame-patterns.tsx'
import { CaptureFacts } from '../header/capture-facts.tsx'
import { PartialBadges } from '../header/partial-badges.tsx'
import { HistogramView } from '../histogram/histogram-view.tsx'
import { createInspectStore, InspectProvider } from '../inspector/inspect-store.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { LiveVersionProvider } from '../live/live-version.ts'
import { MaximisedProvider, type ViewName } from '../panels/maximised.ts'
import { Split } from '../panels/split.tsx'
import { SelectionBar } from '../selection/selection-bar.tsx'
import { type Side, SideProvider } from '../side.tsx'
import { firstView, startState } from '../state/view-state.ts'
import { createViewStore } from '../state/view-store.ts'
import { timelineHeight } from '../timeline/timeline-height.ts'
import { TimelineView } from '../timeline/timeline-view.tsx'
import { useFirstOverview } from '../timeline/use-subsecond.ts'
import { CaptureActions } from './capture-actions.tsx'
import { InterruptedNote } from './interrupted-note.tsx'
import { SidePanel, type SidePanelName } from './side-panel.tsx'
import { useCaptureCommands } from './use-capture-commands.ts'
import './page.css'

export interface SinglePageProps {
  readonly detail: CaptureDetail
  /** of a capture that is still running: how far it is */
  readonly above: ReactNode
}

export function SinglePage({ detail, above }: SinglePageProps) {
  const [store] = useState(() =>
    createViewStore(startState(takePin(detail.id, null)?.a ?? firstView(detail.streams))),
  )
  const [inspect] = useState(createInspectStore)
  const [maximised, setMaximised] = useState<ViewName | null>(null)
  const [panel, setPanel] = useState<SidePanelName | null>(null)
  const side = useMemo<Side>(
    () => ({ key: 'a', detail, store, common: null, other: () => null }),
    [detail, store],
  )
  const maximising = useMemo(() => ({ maximised, setMaximised }), [maximised])
  useCaptureCommands({ store, maximise: setMaximised, show: setPanel })

  const openPin = (pin: Pin) => {
    if (pin.otherCaptureId !== null) {
      leavePin(pin)
      goTo({ page: 'capture', captureId: pin.captureId, compareId: pin.otherCaptureId })
      return
    }
    store.dispatch({ type: 'restore', view: pin.state })
    setMaximised((now) => (now === null || now === pin.view ? now : null))
  }
  const hasLatency = detail.streams.some(({ kind }) => kind !== 'samples')
  const overviewForm = useFirstOverview(detail, store)
  const views = {
    timeline: <TimelineView />,
    flame: <FlameView />,
    histogram: <HistogramView />,
  }
  const main =
    maximised === null ? (
      <Split
        id="capture"
        orientation="vertical"
        parts={[
          {
            id: 'timeline',
            size: timelineHeight(detail.threads.length, overviewForm),
            least: 120,
            content: views.timeline,
          },
          {
            id: 'below',
            least: 160,
            content: (
              <Split
                id={hasLatency ? 'capture.latency' : 'capture.samples'}
                orientation="horizontal"
                parts={[
                  { id: 'flame graph', size: hasLatency ? 56 : 76, least: 320, content: views.flame },
                  { id: 'histogram', size: hasLatency ? 44 : 24, least: 220, content: views.histogram },
                ]}
              />
            ),
          },
          { id: 'inspector', size: '118px', least: 60, content: <Inspector /> },
        ]}
      />
    ) : (
      <Split
        id="capture.maximised"
        orientation="vertical"
        parts={[
          { id: 'view', least: 200, content: views[maximised] },
          { id: 'inspector', size: '118px', least: 60, content: <Inspector /> },
        ]}
      />
    )
  return (
    <SideProvider value={side}>
      <LiveVersionProvider value={detail.live?.version ?? 0}>
        <InspectProvider value={inspect}>
          <MaximisedProvider value={maximising}>
            <TitleLine
              crumbs={[{ title: 'Library', to: { page: 'library' } }, { title: detail.name }]}
              badges={detail.live && <Badge tone="active">{detail.state}</Badge>}
              actions={<CaptureActions detail={detail} panel={panel} onPanel={setPanel} />}
            />
            <div className="capture-page">
              <FramePatterns />
              {above}
              <div className="capture-head">
                <CaptureFacts detail={detail} />
                <PartialBadges detail={detail} />
                <GroupNote detail={detail} />
              </div>
              <InterruptedNote detail={detail} />
              {!detail.live && <LadderBar detail={detail} />}
              <SelectionBar />
              <div className="capture-views">
                {panel === null ? (
                  main
                ) : (
                  <Split
                    id="capture.side"
                    orientation="horizontal"
                    parts={[
                      { id: 'views', size: 70, least: 480, content: main },
                      {
                        id: 'side panel',
                        size: 30,
                        least: 280,
                        content: (
                          <SidePanel
                            panel={panel}
                            captures={[detail]}
                            chosen={0}
                            onChoose={() => {}}
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
      </LiveVersionProvider>
    </SideProvider>
  )
}
