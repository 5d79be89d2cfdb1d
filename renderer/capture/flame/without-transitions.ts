/** d3 drawings that are there at once. */
import { type BaseType, type Selection, selection } from 'd3-selection'

/** What d3-flame-graph calls on a transition. */
interface AtOnce {
  duration(milliseconds: number): AtOnce
  delay(milliseconds: number): AtOnce
  ease(easing: unknown): AtOnce
  attr(name: string, value: (datum: unknown) => string | number): AtOnce
  text(value: (datum: unknown) => string): AtOnce
}

const patched: { transition?: unknown } = selection.prototype

/**
 * Whatever `draw` animates gets its last state at once. d3-transition makes a timer for each element even when
 * nothing takes time; for the frames of a flame graph that is half of the drawing, and it comes two frames late.
 */
export function withoutTransitions(draw: () => void): void {
  const { transition } = patched
  patched.transition = function (this: Selection<BaseType, unknown, null, undefined>): AtOnce {
    const atOnce: AtOnce = {
      duration: () => atOnce,
      delay: () => atOnce,
      ease: () => atOnce,
      attr: (name, value) => {
        this.attr(name, value)
        return atOnce
      },
      text: (value) => {
        this.text(value)
        return atOnce
      },
    }
    return atOnce
  }
  try {
    draw()
  } finally {
    patched.transition = transition
  }
}
