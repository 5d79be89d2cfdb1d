/** Two captures as one flame graph: what grew, what shrank, what is new and what vanished. */
import { Diff, ImageDown } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { isExpected } from '../../../shared/errors/errors.ts'
import type { ViewState } from '../../../shared/model/finding.ts'
import { useCommand } from '../../commands/commands-context.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { copyText } from '../../components/copy-text.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { formatAmount } from '../../format/number.ts'
import { usePalette } from '../canvas/palette.ts'
import { useSize } from '../canvas/use-canvas.ts'
import { escapePattern } from '../flame/escape-pattern.ts'
import { FlameCanvas } from '../flame/flame-canvas.tsx'
import { kindTitles } from '../flame/flame-numbers.ts'
import { FlameToolbar } from '../flame/flame-toolbar.tsx'
import { type FlameNode, isFunction, pathOf } from '../flame/flame-tree.ts'
import { FrameMenu } from '../flame/frame-menu.tsx'
import { useInspect } from '../inspector/inspect-store.ts'
import { ViewPanel } from '../panels/view-panel.tsx'
import { useSavePicture } from '../save-picture.ts'
import type { Side } from '../side.tsx'
import { usePage } from '../state/view-store.ts'
import { type DiffTerms, diffWords, sayDirection, VERDICT } from './diff-numbers.ts'
import { paintByDifference } from './diff-paint.ts'
import { DiffLegend } from './diff-patterns.tsx'
import { DiffTable } from './diff-table.tsx'
import { DiffChoices } from './diff-toolbar.tsx'
import { describeNorms } from './norms.ts'
import { drawDiffPicture, type PinnedDiff, pinDiff } from './pin-diff.ts'
import { useDiff, useStreamOf } from './use-diff.ts'
import './diff-view.css'

export interface DiffViewProps {
  /** its state is the graph's: order, groups, zoom, search */
  readonly a: Side
  readonly b: Side
  readonly diff: NonNullable<ViewState['diff']>
}

const widthWords = { both: 'width of both', a: 'width of A', b: 'width of B' } as const

export function DiffView({ a, b, diff }: DiffViewProps) {
  const inspect = useInspect()
  const palette = usePalette()
  const savePicture = useSavePicture()
  const flame = usePage(a.store, ({ view }) => view.flame)
  const stream = useStreamOf(a)
  const search = useRef<HTMLInputElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const { width } = useSize(body)
  const [menu, setMenu] = useState<{ node: FlameNode; at: { x: number; y: number } } | null>(null)
  const { view, answer, grown, scale, hasEvents } = useDiff({ a, b, diff, width })
  const { dispatch } = a.store
  const noun = stream?.kind === 'slices' ? 'call' : 'sample'
  const terms = useMemo<DiffTerms | null>(
    () => answer && grown && { unit: answer.result.unit, noun, numbersOf: grown.numbersOf },
    [answer, grown, noun],
  )
  const words = useMemo(() => terms && diffWords(terms), [terms])
  const paint = useMemo(() => terms && scale && paintByDifference(scale, terms), [terms, scale])
  const norms = useMemo(() => describeNorms(stream ?? { kind: 'samples', event: '', unit: '' }), [stream])
  const norm = norms.find((known) => known.norm === diff.norm)
  const patternError = isExpected(view.error) && view.error.code === 'query.pattern' ? view.error : null

  const setDiff = (next: ViewState['diff'] | null) => dispatch({ type: 'diff', diff: next ?? null })
  const zoomTo = (node: FlameNode) => dispatch({ type: 'flame', change: { zoom: pathOf(node) } })
  const only = ({ name, module, ...node }: FlameNode) => {
    if (!isFunction({ name, module, ...node })) return
    // also where the sides are not linked: a function of one side only compares nothing
    for (const { store } of [a, b]) store.dispatch({ type: 'select', change: { function: { name, module } } })
  }
  const showSides = (node: FlameNode) => {
    const zoom = pathOf(node)
    for (const { store } of [a, b]) store.dispatch({ type: 'flame', change: { zoom } })
    setDiff(null)
  }
  const actionsOf = (node: FlameNode) => [
    {
      title: node.kind === 'rest' ? 'Zoom to what holds them' : 'Zoom to this frame',
      hint: 'Enter',
      run: () => zoomTo(node),
    },
    { title: 'Show it side by side', run: () => showSides(node) },
    ...(isFunction(node)
      ? [
          { title: 'Only this function', hint: 'o', run: () => only(node) },
          {
            title: 'Search for this name',
            run: () => dispatch({ type: 'flame', change: { search: `^${escapePattern(node.name)}$` } }),
          },
        ]
      : []),
    { title: 'Copy the name', run: () => void copyText(node.name) },
  ]
  const cardOf = (node: FlameNode) => ({
    kind: node.kind === 'group' ? 'Difference of a group' : 'Difference of a frame',
    title: node.name,
    detail: [grown ? sayDirection(grown.numbersOf(node)) : '', kindTitles[node.kind], node.module]
      .filter(Boolean)
      .join(', '),
    facts: words?.facts(node).filter(({ label }) => label !== VERDICT) ?? [],
    actions: actionsOf(node),
  })
  useCommand({
    id: 'flame.search',
    title: 'Search the flame graph of the differences',
    group: 'Flame graph',
    key: '/',
    run: () => search.current?.focus(),
  })
  useCommand(
    {
      id: 'flame.reset',
      title: 'Reset the zoom of the flame graph of the differences',
      group: 'Flame graph',
      run: () => dispatch({ type: 'flame', change: { zoom: [] } }),
    },
    flame.zoom.length > 0,
  )
  const root = grown?.numbersOf(grown.tree.root)
  const pinned: PinnedDiff | null =
    grown && terms && scale
      ? {
          grown,
          scale,
          terms,
          icicle: flame.icicle,
          title: `A ${a.detail.name}, B ${b.detail.name}; ${norm ? `b${norm.title.slice(1)}` : ''}, ${widthWords[diff.width]}`,
        }
      : null
  const matches = grown?.tree.nodes.filter((node) => node.matches).length ?? 0

  return (
    <ViewPanel
      view="flame"
      title="Flame graph of the differences"
      summary={
        root &&
        scale &&
        answer && (
          <>
            <span className="diff-counts">
              A {formatAmount(root.countA, noun)}, B {formatAmount(root.countB, noun)}
            </span>
            <DiffLegend scale={scale} unit={answer.result.unit} />
          </>
        )
      }
      tools={
        <IconButton
          small
          icon={ImageDown}
          label="Save the picture as SVG"
          disabled={!pinned}
          onClick={() => pinned && savePicture('differences.svg', drawDiffPicture(pinned, palette))}
        />
      }
      shown={flame.shown}
      onShown={(shown) => dispatch({ type: 'flame', change: { shown } })}
      pin={pinned && (async () => pinDiff(pinned, palette))}
      busy={view.isStale && view.isSlow}
    >
      <div className="view-fill" ref={body}>
        <FlameToolbar
          searchRef={search}
          matched={answer?.args.search ? `${formatAmount(matches, 'frame')} matched` : ''}
          patternError={patternError ? `${patternError.message} ${patternError.remedy}` : ''}
          onLeaveSearch={() => body.current?.querySelector<HTMLElement>('.flame-canvas, table')?.focus()}
        >
          <DiffChoices diff={diff} norms={norms} onDiff={setDiff} />
        </FlameToolbar>
        <p className="diff-meaning">{norm?.meaning}</p>
        {!hasEvents ? (
          <EmptyState
            icon={Diff}
            title="One of the captures has no stacks and no slow calls"
            actions={<Button onClick={() => setDiff(null)}>Show side by side</Button>}
          >
            It kept counts only. The histograms compare them.
          </EmptyState>
        ) : view.error && !patternError ? (
          <ErrorState
            error={view.error}
            onRetry={isRefusal(view.error) ? undefined : view.retry}
            actions={<Button onClick={() => setDiff(null)}>Show side by side</Button>}
          />
        ) : !answer ? (
          <LoadingState step="Comparing stacks" shown={view.isSlow} onCancel={view.cancel} />
        ) : !grown || !words || !paint || !terms || !scale ? (
          <NothingWide
            zoomed={flame.zoom.length > 0}
            width={diff.width}
            onBoth={() => setDiff({ ...diff, width: 'both' })}
            onReset={() => dispatch({ type: 'flame', change: { zoom: [] } })}
            onClear={() => {
              for (const { store } of [a, b]) store.dispatch({ type: 'clear' })
            }}
          />
        ) : flame.shown === 'table' ? (
          <div className="view-fill">
            <DiffTable nodes={grown.tree.nodes} terms={terms} scale={scale} onOpen={zoomTo} />
          </div>
        ) : (
          <FlameCanvas
            tree={grown.tree}
            words={words}
            paint={paint}
            label="Flame graph of the differences"
            icicle={flame.icicle}
            hasSearch={answer.args.search !== ''}
            scale={1}
            onZoom={(node) => {
              inspect.keep(cardOf(node))
              zoomTo(node)
            }}
            onZoomOut={() => dispatch({ type: 'flame', change: { zoom: flame.zoom.slice(0, -1) } })}
            onPoint={(node) => inspect.hover(node && cardOf(node))}
            onFocusFrame={(node) => inspect.keep(cardOf(node))}
            onMenu={(node, at) => {
              inspect.keep(cardOf(node))
              setMenu({ node, at })
            }}
            onOnly={only}
          />
        )}
        {menu && words && (
          <FrameMenu
            at={menu.at}
            title={words.describe(menu.node)}
            items={actionsOf(menu.node)}
            onClose={() => setMenu(null)}
          />
        )}
      </div>
    </ViewPanel>
  )
}

/** Trying again changes nothing: another stream or another norm does. */
const isRefusal = (error: unknown): boolean =>
  isExpected(error) && ['query.unlike', 'query.no-time'].includes(error.code)

interface NothingWideProps {
  readonly zoomed: boolean
  readonly width: 'both' | 'a' | 'b'
  readonly onBoth: () => void
  readonly onReset: () => void
  readonly onClear: () => void
}

/** Empty, and why: the zoomed frame is not on that side, or nothing is selected. */
function NothingWide({ zoomed, width, onBoth, onReset, onClear }: NothingWideProps) {
  const side = width === 'both' ? 'either side' : width.toUpperCase()
  return (
    <EmptyState
      icon={Diff}
      title={zoomed ? `The zoomed frame is not in ${side}` : `Nothing is selected in ${side}`}
      actions={
        <>
          {width !== 'both' && <Button onClick={onBoth}>Draw the width of both</Button>}
          {zoomed ? (
            <Button onClick={onReset}>Reset zoom</Button>
          ) : (
            <Button onClick={onClear}>Clear the selection</Button>
          )}
        </>
      }
    />
  )
}
