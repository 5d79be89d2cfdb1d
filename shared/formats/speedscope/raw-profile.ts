/** One profile of a speedscope file as it stands there: its frames, unit and name may come after its samples. */
import { float64Column, int32Column } from '../growable-columns.ts'
import { integerOf, type JsonObject, type JsonValue, numberOf, textOf } from '../json/json-value.ts'
import { createRowIndex } from '../row-index.ts'

/** a deeper stack is none that a tool writes */
const MAX_FRAMES = 1_000_000
/** among the samples: one that cannot be used; a weight stands for it all the same */
export const BROKEN_STACK = -2

export const createRawProfile = () => {
  /** rows (parent, number of the frame) */
  const stacks = createRowIndex()
  const samples = int32Column()
  const weights = float64Column()
  const eventTime = float64Column()
  /** frame for an opening, -1 - frame for a closing one */
  const eventFrame = int32Column()
  let type: string | undefined
  let name = ''
  let unit = 'none'
  let start = 0
  let end = Number.NaN
  return {
    get isKnown() {
      return type !== undefined || samples.length > 0 || eventTime.length > 0
    },
    get name() {
      return name
    },
    get unit() {
      return unit
    },
    get start() {
      return start
    },
    get end() {
      return end
    },
    stacks,
    samples,
    weights,
    eventTime,
    eventFrame,
    setType(value: string | undefined) {
      type = value
    },
    setName(value: string | undefined) {
      name = value ?? ''
    },
    setUnit(value: string | undefined) {
      unit = value ?? 'none'
    },
    setStart(value: JsonValue) {
      start = numberOf(value) ?? 0
    },
    setEnd(value: JsonValue) {
      end = numberOf(value) ?? Number.NaN
    },
    /** outermost first */
    addStack(value: JsonValue): boolean {
      let stack = -1
      if (!Array.isArray(value) || value.length > MAX_FRAMES) {
        samples.push(BROKEN_STACK)
        return false
      }
      for (const item of value) stack = stacks.indexOf(stack, integerOf(item) ?? -1, 0)
      samples.push(stack)
      return true
    },
    addWeight(value: JsonValue): boolean {
      weights.push(numberOf(value) ?? 0)
      return numberOf(value) !== undefined
    },
    addEvent(event: JsonObject): boolean {
      const kind = textOf(event.type)
      const frame = integerOf(event.frame)
      const at = numberOf(event.at)
      if (frame === undefined || frame < 0 || at === undefined) return false
      if (kind !== 'O' && kind !== 'C') return false
      eventTime.push(at)
      eventFrame.push(kind === 'O' ? frame : -1 - frame)
      return true
    },
  }
}
export type RawProfile = ReturnType<typeof createRawProfile>
