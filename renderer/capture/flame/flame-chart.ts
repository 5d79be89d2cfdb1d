/** d3-flame-graph around one element: draws a tree, tells what is pointed at and chosen. */
import flamegraph, { type FlameGraphNode, type FlameGraphTooltip } from 'd3-flame-graph'
import { select } from 'd3-selection'
import type { FlameNode, FlameTree } from './flame-tree.ts'
import { withoutTransitions } from './without-transitions.ts'

export const CELL = 18

export interface FlameChartListeners {
  readonly onChoose: (node: FlameNode) => void
  readonly onPoint: (node: FlameNode, event: MouseEvent) => void
  readonly onLeave: () => void
  readonly onMenu: (node: FlameNode, event: MouseEvent) => void
}

/** How frames look: by kind, or by how much they differ. */
export interface FramePaint {
  /** 'url(#frame-user)' */
  readonly fillOf: (node: FlameNode) => string
  readonly nameOf: (node: FlameNode) => string
}

export const paintByKind: FramePaint = {
  fillOf: ({ kind }) => `url(#frame-${kind})`,
  nameOf: ({ name }) => name,
}

export interface FlameDrawing {
  readonly tree: FlameTree
  readonly width: number
  readonly height: number
  readonly icicle: boolean
  readonly hasSearch: boolean
  readonly paint: FramePaint
}

export interface FlameChart {
  readonly draw: (drawing: FlameDrawing) => void
  /** the frame that is drawn at a place of the window; null: none, or something lies over it */
  readonly at: (x: number, y: number) => FlameNode | null
  readonly close: () => void
}

/** d3-flame-graph writes no name into a frame narrower than this. */
const LEAST_NAMED = 35

/** Zooming shows where it goes; a new answer of the engine is simply there. */
const ZOOM_MS = 120
/** More frames than this cannot be moved smoothly: they are at their new places at once. */
const MOST_MOVED = 400

export function openFlameChart(element: HTMLElement, listeners: FlameChartListeners): FlameChart {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)')
  const tip: FlameGraphTooltip<FlameNode> = Object.assign(() => {}, {
    show: (event: MouseEvent, node: FlameGraphNode<FlameNode>) => listeners.onPoint(node.data, event),
    hide: () => listeners.onLeave(),
    destroy: () => {},
  })
  let paint = paintByKind
  const chart = flamegraph<FlameNode>()
    .cellHeight(CELL)
    .sort(false)
    .tooltip(tip)
    .transitionDuration(0)
    .getName(({ data }) => paint.nameOf(data))
    .setColorMapper(({ data }) => paint.fillOf(data))
    .onClick((node) => listeners.onChoose(node.data))
  let zoomingUntil = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  let drawn = false
  let frames = 0

  const nodeAt = ({ target }: { readonly target: EventTarget | null }): FlameNode | null => {
    const frame = target instanceof Element ? target.closest('g.frame') : null
    return frame ? select<Element, FlameGraphNode<FlameNode>>(frame).datum().data : null
  }
  const onClick = (event: MouseEvent) => {
    const node = nodeAt(event)
    if (!node) return
    if (node.kind === 'rest' || event.ctrlKey || event.metaKey) {
      // the chart itself would zoom to it: a rest has nothing inside that could be shown yet
      event.stopPropagation()
      if (node.kind === 'rest') listeners.onChoose(node)
      else listeners.onMenu(node, event)
      return
    }
    if (frames > MOST_MOVED) {
      event.stopPropagation()
      listeners.onChoose(node)
      return
    }
    const duration = still.matches ? 0 : ZOOM_MS
    chart.transitionDuration(duration)
    zoomingUntil = performance.now() + duration
  }
  const onMenu = (event: MouseEvent) => {
    const node = nodeAt(event)
    if (!node) return
    event.preventDefault()
    listeners.onMenu(node, event)
  }
  element.addEventListener('click', onClick, { capture: true })
  element.addEventListener('contextmenu', onMenu)

  const drawNow = (drawing: FlameDrawing) => {
    const { tree, width, height, icicle, hasSearch } = drawing
    paint = drawing.paint
    chart.width(width).height(height).inverted(icicle).transitionDuration(0)
    withoutTransitions(() => {
      if (drawn) chart.update(tree.root)
      else {
        select<HTMLElement, unknown>(element).datum(tree.root).call(chart)
        drawn = true
      }
    })
    select(element).select('svg').attr('height', height)
    const groups = select(element).selectAll<SVGGElement, FlameGraphNode<FlameNode>>('g')
    frames = groups.size()
    // each is a layer to the browser: those without room for a name are most of them, and slow down every hover
    groups
      .select('foreignObject')
      .style('display', ({ x0, x1 }) => ((x1 - x0) * width < LEAST_NAMED ? 'none' : null))
    groups
      .attr('data-kind', ({ data }) => data.kind)
      .attr('data-match', ({ data }) => (hasSearch ? String(data.matches) : null))
      .attr('data-ancestor', ({ data }) => (data.isAncestor ? 'true' : null))
  }
  return {
    draw: (drawing) => {
      clearTimeout(waiting)
      const wait = zoomingUntil - performance.now()
      if (wait > 0) waiting = setTimeout(drawNow, wait, drawing)
      else drawNow(drawing)
    },
    at: (x, y) => {
      const target = document.elementFromPoint(x, y)
      return element.contains(target) ? nodeAt({ target }) : null
    },
    close: () => {
      clearTimeout(waiting)
      element.removeEventListener('click', onClick, { capture: true })
      element.removeEventListener('contextmenu', onMenu)
      chart.destroy()
    },
  }
}
