/** The flame graph of all selected stacks. */
import { Flame } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { isExpected } from '../../../shared/errors/errors.ts'
import { useCommand } from '../../commands/commands-context.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { formatShare } from '../../format/number.ts'
import { formatExactQuantity } from '../../format/quantity.ts'
import { usePalette } from '../canvas/palette.ts'
import { useSize } from '../canvas/use-canvas.ts'
import type { PinnedPart } from '../findings/make-pin.ts'
import { useInspect } from '../inspector/inspect-store.ts'
import { ViewPanel } from '../panels/view-panel.tsx'
import { useDispatch, useSide, useSidePart } from '../side.tsx'
import { FlameCanvas } from './flame-canvas.tsx'
import { paintByKind } from './flame-chart.ts'
import { FlameForm } from './flame-form.tsx'
import { flameWords, kindTitles, sayBoth } from './flame-numbers.ts'
import { FlameToolbar } from './flame-toolbar.tsx'
import { type FlameNode, pathOf } from './flame-tree.ts'
import { type FrameAction, inBrief } from './frame-actions.ts'
import { FrameMenu } from './frame-menu.tsx'
import { KindLegend } from './frame-patterns.tsx'
import { FunctionsTable } from './functions-table.tsx'
import { MeasureChoice } from './measure-choice.tsx'
import { pinFlame } from './pin-flame.ts'
import { TransformsMenu } from './transforms-menu.tsx'
import { useFlame } from './use-flame.ts'
import { useFrameActions } from './use-frame-actions.ts'

export function WholeFlame() {
  const side = useSide()
  const dispatch = useDispatch()
  const inspect = useInspect()
  const palette = usePalette()
  const flame = useSidePart(({ view }) => view.flame)
  const search = useRef<HTMLInputElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const { width } = useSize(body)
  const [menu, setMenu] = useState<{ node: FlameNode; at: { x: number; y: number } } | null>(null)
  const { view, answer, tree, totals, stream } = useFlame(width)
  const words = useMemo(() => totals && flameWords(totals), [totals])
  // of the search: without one it is a transform's, and there is nothing to show
  const patternError =
    isExpected(view.error) && view.error.code === 'query.pattern' && flame.search !== '' ? view.error : null

  const { common, key } = side
  const selected = totals?.selected ?? 0
  useEffect(() => common?.report(key, 'flame', selected), [common, key, selected])
  const largest = common?.flameScale === 'total' ? common.largest('flame') : 0
  const scale = largest > 0 && selected > 0 ? Math.min(selected / largest, 1) : 1

  const zoomTo = useCallback(
    (node: FlameNode) => dispatch({ type: 'flame', change: { zoom: pathOf(node) } }),
    [dispatch],
  )
  const zoomOut = useCallback(
    () => dispatch({ type: 'flame', change: { zoom: flame.zoom.slice(0, -1) } }),
    [dispatch, flame.zoom],
  )
  const actions = useFrameActions()
  const zoomAction = (node: FlameNode): FrameAction => ({
    title: node.kind === 'rest' ? 'Zoom to what holds them' : 'Zoom to this frame',
    hint: 'Enter',
    run: () => zoomTo(node),
  })
  const cardOf = (node: FlameNode) => ({
    kind: node.kind === 'group' ? 'Group' : 'Frame',
    title: node.name,
    detail: [kindTitles[node.kind], node.module].filter(Boolean).join(', '),
    facts: words?.facts(node) ?? [],
    actions: inBrief([zoomAction(node), ...actions.of(node)]),
  })
  const isFirst = key === 'a'
  useCommand(
    {
      id: 'flame.search',
      title: 'Search the flame graph',
      group: 'Flame graph',
      key: '/',
      run: () => search.current?.focus(),
    },
    isFirst,
  )
  useCommand(
    {
      id: 'flame.reset',
      title: 'Reset the zoom of the flame graph',
      group: 'Flame graph',
      run: () => dispatch({ type: 'flame', change: { zoom: [] } }),
    },
    isFirst && flame.zoom.length > 0,
  )

  const kinds = useMemo(() => new Set<string>(tree?.nodes.map(({ kind }) => kind)), [tree])
  const matched = answer?.result.matched
  const matchedText =
    matched === null || matched === undefined || !answer?.args.search
      ? ''
      : `${formatShare(matched / (answer.result.total[0] || 1))} matched`
  const isSlices = stream?.kind === 'slices'
  const pin =
    tree && totals && answer
      ? async (): Promise<PinnedPart> =>
          pinFlame(
            tree,
            totals,
            { icicle: flame.icicle, search: answer.args.search, matched: matchedText },
            palette,
          )
      : null
  return (
    <ViewPanel
      view="flame"
      title={isSlices ? 'Flame graph of slow calls' : 'Flame graph'}
      summary={
        totals &&
        answer && (
          <>
            <span
              title={`${formatExactQuantity(totals.selected, totals.unit)} of ${formatExactQuantity(totals.all, totals.unit)}`}
            >
              {sayBoth(answer.result.count[0] ?? 0, answer.result.total[0] ?? 0, totals)}
              {totals.all > 0 &&
                totals.selected < totals.all &&
                `, ${formatShare(totals.selected / totals.all)} of all`}
            </span>
            {flame.shown === 'graph' && <KindLegend kinds={kinds} />}
          </>
        )
      }
      tools={<FlameForm />}
      shown={flame.shown}
      onShown={(shown) => dispatch({ type: 'flame', change: { shown } })}
      pin={pin}
      busy={view.isStale && view.isSlow}
    >
      <div className="view-fill" ref={body}>
        <FlameToolbar
          searchRef={search}
          matched={matchedText}
          patternError={patternError ? `${patternError.message} ${patternError.remedy}` : ''}
          tools={
            <>
              {flame.shown === 'graph' && <MeasureChoice />}
              <TransformsMenu />
            </>
          }
          onLeaveSearch={() => body.current?.querySelector<HTMLElement>('.flame-canvas, table')?.focus()}
        />
        {flame.shown === 'table' ? (
          <div className="view-fill">
            <FunctionsTable />
          </div>
        ) : view.error && !patternError ? (
          <ErrorState error={view.error} onRetry={view.retry} />
        ) : !stream ? (
          <EmptyState icon={Flame} title="This capture has no stacks and no slow calls">
            It kept counts only. The histogram shows them.
          </EmptyState>
        ) : !answer ? (
          <LoadingState step="Folding stacks" shown={view.isSlow} onCancel={view.cancel} />
        ) : !tree || !words ? (
          <EmptyState
            icon={Flame}
            title={isSlices ? 'No slow call is in the selection' : 'No sample is in the selection'}
            actions={<Button onClick={() => dispatch({ type: 'clear' })}>Clear the selection</Button>}
          >
            Take one of its parts away above, or go back.
          </EmptyState>
        ) : (
          <FlameCanvas
            tree={tree}
            words={words}
            paint={paintByKind}
            label="Flame graph"
            icicle={flame.icicle}
            hasSearch={answer.args.search !== ''}
            scale={scale}
            onZoom={(node) => {
              inspect.keep(cardOf(node))
              zoomTo(node)
            }}
            onZoomOut={zoomOut}
            onPoint={(node) => inspect.hover(node && cardOf(node))}
            onFocusFrame={(node) => inspect.keep(cardOf(node))}
            onMenu={(node, at) => {
              inspect.keep(cardOf(node))
              setMenu({ node, at })
            }}
            onKey={actions.press}
          />
        )}
        {menu && words && (
          <FrameMenu
            at={menu.at}
            title={words.describe(menu.node)}
            items={[zoomAction(menu.node), ...actions.inMenu(menu.node)]}
            onClose={() => setMenu(null)}
          />
        )}
      </div>
    </ViewPanel>
  )
}
