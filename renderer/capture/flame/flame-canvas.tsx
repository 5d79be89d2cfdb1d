/** The graph itself: drawn by d3-flame-graph, walked by keyboard, with the focus on top. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useSize } from '../canvas/use-canvas.ts'
import { useLiveVersion } from '../live/live-version.ts'
import { CELL, type FlameChart, type FramePaint, openFlameChart } from './flame-chart.ts'
import type { FlameWords } from './flame-numbers.ts'
import { FlameTooltip, type PointedFrame } from './flame-tooltip.tsx'
import { type FlameNode, type FlameTree, layOut } from './flame-tree.ts'
import { stepOf, walk } from './flame-walk.ts'
import './flame-canvas.css'

export interface FlameCanvasProps {
  readonly tree: FlameTree
  readonly words: FlameWords
  readonly paint: FramePaint
  /** what it is, to a screen reader */
  readonly label: string
  readonly icicle: boolean
  readonly hasSearch: boolean
  /** share of the width that the whole takes: below 1 beside a larger capture */
  readonly scale: number
  readonly onZoom: (node: FlameNode) => void
  readonly onZoomOut: () => void
  readonly onPoint: (node: FlameNode | null) => void
  readonly onFocusFrame: (node: FlameNode) => void
  readonly onMenu: (node: FlameNode, at: { x: number; y: number }) => void
  readonly onOnly?: (node: FlameNode) => void
  /** keys that the graph does not use itself, as KeyboardEvent.key: whether it was of use */
  readonly onKey?: (key: string, node: FlameNode) => boolean
  /** an arrow beyond the root: to what stands there */
  readonly onBeyondRoot?: () => void
}

export function FlameCanvas(props: FlameCanvasProps) {
  const { tree, words, paint, icicle, hasSearch, scale } = props
  const scroller = useRef<HTMLDivElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<FlameChart | null>(null)
  const latest = useRef(props)
  latest.current = props
  const size = useSize(scroller)
  const version = useLiveVersion()
  const [pointed, setPointed] = useState<PointedFrame | null>(null)
  const [focusPath, setFocusPath] = useState<FlameNode | null>(null)

  const width = Math.max(Math.floor(size.width * scale), 40)
  const height = Math.max(tree.levels * CELL, size.height - 1)
  const focused = useMemo(() => (focusPath ? sameFrame(tree, focusPath) : tree.zoomed), [tree, focusPath])
  const layout = useMemo(() => layOut(tree), [tree])

  useEffect(() => {
    if (!host.current) return
    chart.current = openFlameChart(host.current, {
      onChoose: (node) => latest.current.onZoom(node),
      onPoint: (node, { clientX, clientY }) => {
        setPointed({ node, x: clientX, y: clientY })
        latest.current.onPoint(node)
      },
      onLeave: () => {
        setPointed(null)
        latest.current.onPoint(null)
      },
      onMenu: (node, { clientX, clientY }) => {
        setPointed(null)
        latest.current.onMenu(node, { x: clientX, y: clientY })
      },
    })
    return () => {
      chart.current?.close()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    if (size.width > 0) chart.current?.draw({ tree, width, height, icicle, hasSearch, paint })
    // what was under the pointer may be elsewhere now; while a capture comes, it mostly is not
    setPointed((last) => {
      const node = last && version > 0 ? chart.current?.at(last.x, last.y) : null
      return last && node ? { ...last, node } : null
    })
  }, [tree, width, height, icicle, hasSearch, paint, size.width, version])
  // what has the focus has other numbers now
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when more has come
  useEffect(() => {
    if (version > 0 && document.activeElement === scroller.current) latest.current.onFocusFrame(focused)
  }, [version, tree])

  const fromBottom = useRef(0)
  const topOf = (node: FlameNode) => (icicle ? node.depth * CELL : height - (node.depth + 1) * CELL)
  useEffect(() => {
    fromBottom.current = 0
    if (scroller.current && icicle) scroller.current.scrollTop = 0
  }, [icicle])
  // a flame stands on its root: what is seen first is the bottom, and it stays as far from there as somebody went
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bottom is where the height says
  useEffect(() => {
    const view = scroller.current
    if (view && !icicle) view.scrollTop = view.scrollHeight - view.clientHeight - fromBottom.current
  }, [icicle, height])

  const focusOn = (node: FlameNode) => {
    setFocusPath(node)
    props.onFocusFrame(node)
    const view = scroller.current
    if (!view) return
    const top = topOf(node)
    if (top < view.scrollTop) view.scrollTop = top
    else if (top + CELL > view.scrollTop + view.clientHeight) view.scrollTop = top + CELL - view.clientHeight
  }
  const onKeyDown = (event: KeyboardEvent) => {
    setPointed(null)
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = stepOf(event.key, icicle)
    if (step === 'inward' && focused === tree.root && props.onBeyondRoot) props.onBeyondRoot()
    else if (step) focusOn(walk(tree, focused, step))
    else if (event.key === 'Enter') props.onZoom(focused)
    else if (event.key === 'Escape' || event.key === 'Backspace') props.onZoomOut()
    else if (event.key === 'o' && props.onOnly) props.onOnly(focused)
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const box = host.current?.getBoundingClientRect()
      if (box)
        props.onMenu(focused, {
          x: box.left + layout.left[focused.index]! * width,
          y: box.top + topOf(focused) + CELL,
        })
    } else if (!props.onKey?.(event.key, focused)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      className="flame-canvas"
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is walked by keyboard; the table is its text twin
      tabIndex={0}
      role="application"
      aria-label={`${props.label}. Arrow keys walk, Enter zooms, Escape zooms out, o selects only this function.`}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget: view }) => {
        fromBottom.current = Math.max(0, view.scrollHeight - view.clientHeight - view.scrollTop)
      }}
      onFocus={(event) => {
        if (event.target === event.currentTarget) props.onFocusFrame(focused)
      }}
    >
      <div className="flame-canvas-page">
        <div className="flame-canvas-host" ref={host} />
        <div
          className="flame-focus"
          style={{
            left: layout.left[focused.index]! * width,
            top: topOf(focused),
            width: Math.max(layout.width[focused.index]! * width, 3),
            height: CELL,
          }}
        />
      </div>
      <p className="visually-hidden" aria-live="polite">
        {words.describe(focused)}
      </p>
      {pointed && <FlameTooltip pointed={pointed} words={words} />}
    </div>
  )
}

/** The same function at the same depth under the same parents in a newer tree; else what fills the width. */
function sameFrame(tree: FlameTree, frame: FlameNode): FlameNode {
  const path: FlameNode[] = []
  for (let at: FlameNode | null = frame; at?.parent; at = at.parent) path.push(at)
  let found = tree.root
  for (const step of path.reverse()) {
    const next = found.children.find(
      ({ name, module, kind }) => name === step.name && module === step.module && kind === step.kind,
    )
    if (!next) return found.depth >= tree.zoomed.depth ? found : tree.zoomed
    found = next
  }
  return found
}
