/** Puts the tokens of one JSON value together, as far as it is small. */
import type { JsonObject, JsonScalar, JsonValue } from './json-value.ts'

/** of one value; what comes after them is left out */
export const MAX_NODES = 256 * 1024
/** characters of all strings of one value; a string after them is empty */
export const MAX_TEXT = 16 * 1024 * 1024

export interface ValueBuilder {
  readonly active: boolean
  start(isArray: boolean): void
  /** The whole value when its outermost container ends, else undefined. */
  end(): JsonValue | undefined
  key(text: string): void
  scalar(value: JsonScalar): void
  abandon(): void
  /** values of which something was left out */
  readonly cutValues: number
}

export const createValueBuilder = (): ValueBuilder => {
  const open: (JsonValue[] | JsonObject)[] = []
  /** the key under which each of them stands in the one before, and the one that is read now at the end */
  const keys: string[] = []
  let nodes = 0
  let text = 0
  let isCut = false
  let cutValues = 0

  const add = (value: JsonValue) => {
    const container = open[open.length - 1]
    if (container === undefined) return
    if (++nodes > MAX_NODES) {
      isCut = true
      return
    }
    if (Array.isArray(container)) container.push(value)
    else {
      const key = keys[open.length - 1]!
      // would set the object's prototype
      if (key !== '__proto__') container[key] = value
    }
  }

  const clear = () => {
    open.length = 0
    nodes = 0
    text = 0
    isCut = false
  }

  return {
    get active() {
      return open.length > 0
    },
    start(isArray) {
      const container = isArray ? [] : {}
      add(container)
      open.push(container)
      keys[open.length - 1] = ''
    },
    end() {
      const ended = open.pop()
      if (open.length > 0) return undefined
      if (isCut) cutValues++
      clear()
      return ended
    },
    key(name) {
      keys[open.length - 1] = name
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
