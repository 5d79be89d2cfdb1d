/** Puts the tokens of one JSON value together, as far as it is small. */
import type { JsonObject, JsonScalar, JsonValue } from './json-value.ts'

/** of one value; what comes after them is left out */
export const MAX_NODES = 256 * 1024
/** characters of all strings of one value; a string after them is empty */
export const MAX_TEXT = 16 * 1024 * 1024

export interface ValueBuilder {
  start(isArray: boolean): void
  /**
   * An object of which only some members are wanted: by name, the number of the field. blank: as many times undefined
   * as there are fields.
   */
  startRecord(fields: ReadonlyMap<string, number>, blank: readonly undefined[]): void
  /** True when the outermost container ended: `value`, or `record` when that was started, is then whole. */
  end(): boolean
  /** False for a member that is not wanted. */
  key(text: string): boolean
  scalar(value: JsonScalar): void
  abandon(): void
  readonly value: JsonValue
  /** by number of the field; null when the value is no record */
  readonly record: readonly (JsonValue | undefined)[] | null
  /** values of which something was left out */
  readonly cutValues: number
}

export const createValueBuilder = (): ValueBuilder => {
  /** of a record only what is within its fields */
  const open: (JsonValue[] | JsonObject)[] = []
  /** the key under which the value that is read stands in each of them */
  const keys: string[] = []
  /** the innermost: one of them is null */
  let array: JsonValue[] | null = null
  let object: JsonObject | null = null
  let key = ''
  let fields: ReadonlyMap<string, number> | null = null
  let record: (JsonValue | undefined)[] | null = null
  let slot = 0
  let value: JsonValue = null
  let nodes = 0
  let text = 0
  let isCut = false
  let cutValues = 0

  const add = (added: JsonValue) => {
    if (++nodes > MAX_NODES) isCut = true
    else if (array !== null) array.push(added)
    else if (object === null) {
      if (record !== null) record[slot] = added
    }
    // would set the object's prototype
    else if (key !== '__proto__') object[key] = added
  }

  const clear = () => {
    // a call that takes its time
    if (open.length > 0) open.length = 0
    array = null
    object = null
    fields = null
    nodes = 0
    text = 0
    isCut = false
  }

  const finishValue = () => {
    if (isCut) cutValues++
    clear()
    return true
  }

  return {
    start(isArray) {
      if (open.length > 0) keys[open.length - 1] = key
      else if (fields === null) record = null
      const container: JsonValue[] | JsonObject = isArray ? [] : {}
      add(container)
      open.push(container)
      array = Array.isArray(container) ? container : null
      object = Array.isArray(container) ? null : container
    },
    startRecord(wanted, blank) {
      fields = wanted
      record = blank.slice()
    },
    end() {
      if (open.length === 0) return finishValue()
      const ended = open.pop()!
      const outer = open[open.length - 1]
      if (outer === undefined) {
        array = null
        object = null
        if (fields !== null) return false
        value = ended
        return finishValue()
      }
      array = Array.isArray(outer) ? outer : null
      object = Array.isArray(outer) ? null : outer
      key = keys[open.length - 1]!
      return false
    },
    key(name) {
      if (fields === null || open.length > 0) {
        key = name
        return true
      }
      const found = fields.get(name)
      if (found === undefined) return false
      slot = found
      return true
    },
    scalar(scalar) {
      if (typeof scalar !== 'string') return add(scalar)
      text += scalar.length
      if (text > MAX_TEXT) isCut = true
      add(text > MAX_TEXT ? '' : scalar)
    },
    abandon: clear,
    get value() {
      return value
    },
    get record() {
      return record
    },
    get cutValues() {
      return cutValues
    },
  }
}
