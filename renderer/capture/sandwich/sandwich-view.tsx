/** One function with all of its occurrences put together: who calls it, and what it calls. */
import { ImageDown, Sandwich } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { FunctionRef } from '../../../shared/contract/selection.ts'
import { useCommand } from '../../commands/commands-context.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { usePalette } from '../canvas/palette.ts'
import { useSize } from '../canvas/use-canvas.ts'
import { FlameForm } from '../flame/flame-form.tsx'
import { kindTitles } from '../flame/flame-numbers.ts'
import { type FlameNode, pathOf } from '../flame/flame-tree.ts'
import { type FrameAction, inBrief } from '../flame/frame-actions.ts'
import { FrameMenu } from '../flame/frame-menu.tsx'
import { KindLegend } from '../flame/frame-patterns.tsx'
import { MeasureChoice } from '../flame/measure-choice.tsx'
import { styleOfPicture } from '../flame/picture-style.ts'
import { TransformsMenu } from '../flame/transforms-menu.tsx'
import { useFrameActions } from '../flame/use-frame-actions.ts'
import { useInspect } from '../inspector/inspect-store.ts'
import { ViewPanel } from '../panels/view-panel.tsx'
import { useSavePicture } from '../save-picture.ts'
import { useDispatch, useSide, useSidePart } from '../side.tsx'
import { BranchTable } from './branch-table.tsx'
import { chooseFunction } from './choose-function.ts'
import { FunctionPicker } from './function-picker.tsx'
import { drawSandwichPicture, pinSandwich } from './pin-sandwich.ts'
import { SandwichGraph } from './sandwich-graph.tsx'
import { SandwichHead } from './sandwich-head.tsx'
import { describePlace, type SandwichSide, sandwichWords } from './sandwich-words.ts'
import { useSandwich } from './use-sandwich.ts'

const sides = ['callers', 'callees'] as const

export function SandwichView() {
  const { key, detail } = useSide()
  const dispatch = useDispatch()
  const inspect = useInspect()
  const palette = usePalette()
  const savePicture = useSavePicture()
  const actions = useFrameActions()
  const shown = useSidePart(({ view }) => view.flame.shown)
  const picker = useRef<HTMLInputElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const { width } = useSize(body)
  const [menu, setMenu] = useState<{
    side: SandwichSide
    node: FlameNode
    at: { x: number; y: number }
  } | null>(null)
  const { view, stream, sandwich, callers, callees, totals } = useSandwich(width)
  const whole = callers && callees && totals ? { callers, callees, totals } : null
  useCommand(
    {
      id: 'flame.search',
      title: 'Choose the function of the sandwich',
      group: 'Flame graph',
      key: '/',
      run: () => picker.current?.focus(),
    },
    key === 'a',
  )

  const choose = (chosen: FunctionRef) =>
    dispatch({ type: 'flame', change: { ...chooseFunction(chosen), shown } })
  const zoom = (side: SandwichSide, path: FunctionRef[]) =>
    dispatch({ type: 'sandwich', zoom: { [side]: path } })
  const zoomTo = (side: SandwichSide, node: FlameNode) => zoom(side, pathOf(node).slice(1))
  const zoomAction = (side: SandwichSide, node: FlameNode): FrameAction => ({
    title: node.parent === null ? 'Show all of this side' : 'Zoom to this frame',
    hint: 'Enter',
    run: () => zoomTo(side, node),
  })
  /** the function is in its own sandwich already, and there is something to zoom out of or not */
  const actionsOf = (side: SandwichSide, node: FlameNode, own: FrameAction[]): FrameAction[] => {
    if (node.parent !== null) return [zoomAction(side, node), ...own]
    const others = own.filter((action) => action.key !== 's')
    return sandwich && sandwich[side].length > 0 ? [zoomAction(side, node), ...others] : others
  }
  const cardOf = (side: SandwichSide, node: FlameNode) => ({
    kind: node.parent === null ? 'Function' : side === 'callers' ? 'Caller' : 'Callee',
    title: node.name,
    detail: [totals ? describePlace(side, node, totals.function) : '', kindTitles[node.kind], node.module]
      .filter(Boolean)
      .join(', '),
    facts: totals ? sandwichWords(side, totals).facts(node) : [],
    actions: inBrief(actionsOf(side, node, actions.of(node))),
  })
  const kinds = useMemo(
    () => new Set<string>([callers, callees].flatMap((tree) => tree?.nodes.map(({ kind }) => kind) ?? [])),
    [callers, callees],
  )
  const onLeave = () => body.current?.querySelector<HTMLElement>('.flame-canvas, table')?.focus()
  const shownFunction = totals && `${totals.function.module} ${totals.function.name}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: another function is another thing to inspect, other numbers are not
  useEffect(() => {
    if (!callees) return
    // of two linked sides one only is inspected
    if (key === 'a' || body.current?.contains(document.activeElement))
      inspect.keep(cardOf('callees', callees.root))
    if (document.activeElement === picker.current) onLeave()
  }, [shownFunction])
  const isZoomed = sandwich && sandwich.callers.length + sandwich.callees.length > 0

  return (
    <ViewPanel
      view="flame"
      title="Callers and callees"
      summary={whole && shown === 'graph' && <KindLegend kinds={kinds} />}
      tools={
        <>
          <FlameForm />
          <IconButton
            small
            icon={ImageDown}
            label="Save as picture (SVG)"
            disabled={!whole}
            onClick={() =>
              whole &&
              savePicture(`${detail.name} sandwich.svg`, drawSandwichPicture(whole, styleOfPicture(palette)))
            }
          />
        </>
      }
      shown={shown}
      onShown={(next) => dispatch({ type: 'flame', change: { shown: next } })}
      pin={whole && (async () => pinSandwich(whole, palette))}
      busy={view.isStale && view.isSlow}
    >
      <div className="view-fill" ref={body}>
        <div className="flame-toolbar">
          <FunctionPicker inputRef={picker} onChoose={choose} onLeave={onLeave} />
          <MeasureChoice />
          <TransformsMenu />
          {isZoomed && (
            <Button
              small
              look="quiet"
              title="Show both sides whole (Escape zooms out one frame)"
              onClick={() => dispatch({ type: 'sandwich', zoom: { callers: [], callees: [] } })}
            >
              Reset zoom
            </Button>
          )}
        </div>
        {!stream ? (
          <EmptyState icon={Sandwich} title="This capture has no stacks and no slow calls">
            It kept counts only. The histogram shows them.
          </EmptyState>
        ) : !sandwich ? (
          <EmptyState
            icon={Sandwich}
            title="No function is chosen"
            actions={
              <Button onClick={() => dispatch({ type: 'flame', change: { form: 'whole', shown: 'table' } })}>
                Show the table of functions
              </Button>
            }
          >
            Choose one in the field above, in the table of functions, or from the menu of a frame.
          </EmptyState>
        ) : view.error ? (
          <ErrorState error={view.error} onRetry={view.retry} />
        ) : !totals ? (
          <LoadingState
            step="Putting callers and callees together"
            shown={view.isSlow}
            onCancel={view.cancel}
          />
        ) : !whole ? (
          <EmptyState
            icon={Sandwich}
            title={`${totals.function.name} is not in the selection`}
            actions={<Button onClick={() => dispatch({ type: 'clear' })}>Clear the selection</Button>}
          >
            Choose another function, or take a part of the selection away above.
          </EmptyState>
        ) : (
          <>
            <SandwichHead totals={whole.totals} />
            {shown === 'table' ? (
              <div className="branch-tables">
                {sides.map((side) => (
                  <BranchTable
                    key={side}
                    side={side}
                    tree={whole[side]}
                    totals={whole.totals}
                    onActive={(node) => inspect.keep(cardOf(side, node))}
                    onOpen={choose}
                    onKey={actions.press}
                  />
                ))}
              </div>
            ) : (
              <SandwichGraph
                {...whole}
                onZoom={(side, node) => {
                  inspect.keep(cardOf(side, node))
                  zoomTo(side, node)
                }}
                onZoomOut={(side) => zoom(side, sandwich[side].slice(0, -1))}
                onPoint={(side, node) => inspect.hover(node && cardOf(side, node))}
                onFocusFrame={(side, node) => inspect.keep(cardOf(side, node))}
                onMenu={(side, node, at) => {
                  inspect.keep(cardOf(side, node))
                  setMenu({ side, node, at })
                }}
                onKey={actions.press}
              />
            )}
          </>
        )}
        {menu && totals && (
          <FrameMenu
            at={menu.at}
            title={sandwichWords(menu.side, totals).describe(menu.node)}
            items={actionsOf(menu.side, menu.node, actions.inMenu(menu.node))}
            onClose={() => setMenu(null)}
          />
        )}
      </div>
    </ViewPanel>
  )
}
