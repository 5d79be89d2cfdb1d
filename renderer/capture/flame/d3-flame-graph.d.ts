/** The part of d3-flame-graph 5 that is used; it ships no types of its own. */
declare module 'd3-flame-graph' {
  import type { Selection } from 'd3-selection'

  /** A node of d3-hierarchy around a node of ours. */
  export interface FlameGraphNode<Datum> {
    readonly data: Datum
    /** where it lies, as shares of the whole */
    readonly x0: number
    readonly x1: number
    readonly depth: number
  }

  export interface FlameGraphTooltip<Datum> {
    (selection: unknown): void
    show(event: MouseEvent, node: FlameGraphNode<Datum>): void
    hide(): void
    destroy(): void
  }

  export interface FlameGraph<Datum> {
    (selection: Selection<HTMLElement, Datum, null, undefined>): void
    width(pixels: number): this
    height(pixels: number): this
    cellHeight(pixels: number): this
    minFrameSize(pixels: number): this
    inverted(icicle: boolean): this
    sort(enabled: boolean): this
    transitionDuration(milliseconds: number): this
    tooltip(tip: FlameGraphTooltip<Datum>): this
    getName(name: (node: FlameGraphNode<Datum>) => string): this
    setColorMapper(colour: (node: FlameGraphNode<Datum>, original: string) => string): this
    onClick(listener: (node: FlameGraphNode<Datum>) => void): this
    /** data: drawn anew; without: drawn again */
    update(data?: Datum): this
    destroy(): this
  }

  export default function flamegraph<Datum>(): FlameGraph<Datum>
}
