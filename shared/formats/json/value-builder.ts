/** Puts the tokens of one JSON value together, as far as it is small. */
import type { JsonObject, JsonScalar, JsonValue } from './json-value.ts'

/** of one value; what comes after them is left out */
export const MAX_NODES = 256 * 1024
/** characters of all strings of one value; a string after them is empty */
export const MAX_TEXT = 16 * 1024 * 1024

export interface ValueBuilder {
  readonly active: boolean
  /** template: of the outermost, an object of the only members that are wanted; null for all */
  start(isArray: boolean, template: JsonObject | null): void
  /** The whole value when its outermost container ends, else undefined. */
  end(): JsonValue | undefined
  /** False for a member that is not wanted. */
  key(text: string): boolean
  scalar(value: JsonScalar): void
  abandon(): void
  /** values of which something was left out */
  readonly cutValues: number
}

export const createValueBuilder = (): ValueBuilder => {
  const open: (JsonValue[] | JsonObject)[] = []
  /** the key under which the value that is read stands in each of them */
  const keys: string[] = []
  /** the innermost: one of them is null */
  let array: JsonValue[] | null = null
  let object: JsonObject | null = null
  let key = ''
  let outermostFields: JsonObject | null = null
  let nodes = 0
  let text = 0
  let isCut = false
  let cutValues = 0

  const add = (value: JsonValue) => {
    if (++nodes > MAX_NODES) isCut = true
    else if (array !== null) array.push(value)
    // would set the object's prototype
    else if (object !== null && key !== '__proto__') object[key] = value
  }

  const setInnermost = () => {
    const container = open[open.length - 1]
    array = Array.isArray(container) ? container : null
    object = container !== undefined && !Array.isArray(container) ? container : null
    key = keys[open.length - 1] ?? ''
  }

  const clear = () => {
    open.length = 0
    nodes = 0
    text = 0
    isCut = false
    outermostFields = null
    setInnermost()
  }

  return {
    get active() {
      return open.length > 0
    },
    start(isArray, template) {
      const container = isArray ? [] : { ...template }
      if (!isArray && open.length === 0) outermostFields = template
      if (open.length > 0) {
        keys[open.length - 1] = key
        add(container)
      }
      open.push(container)
      array = Array.isArray(container) ? container : null
      object = Array.isArray(container) ? null : container
      key = ''
    },
    end() {
      const ended = open.pop()
      if (open.length > 0) {
        setInnermost()
        return undefined
      }
      if (isCut) cutValues++
      clear()
      return ended
    },
    key(name) {
      key = name
      return outermostFields === null || open.length > 1 || Object.hasOwn(outermostFields, name)
    },
    scalar(value) {
      if (typeof value !== 'string') return add(value)
      text += value.length
      if (text > MAX_TEXT) isCut = true
      add(text > MAX_TEXT ? '' : value)
    },
    abandon: clear,
    get cutValues() {
      return cutValues
    },
  }
}
