/**
 * Reads a JSON document of any size by what is wanted of it: values are handed over by their path, whole when they
 * are small (an event, a frame), one by one from a long array; the rest is passed over.
 */
import type { Loss } from '../../model/profile.ts'
import type { JsonTokens, TokenizerOptions } from './json-tokens.ts'
import type { JsonScalar, JsonValue } from './json-value.ts'
import { createJsonTokenizer, MAX_STRING_BYTES } from './tokenizer.ts'
import { createValueBuilder, MAX_NODES, type ValueBuilder } from './value-builder.ts'

/** Keys of objects and indices of arrays, outermost first. Valid only during the call. */
export type JsonPath = readonly (string | number)[]

export interface JsonVisit {
  /** The whole value, which is put together for it. */
  value?(value: JsonValue, path: JsonPath): void
  /**
   * An object of which only `fields` are wanted, in their order; the others are passed over. Names of one field are
   * joined by '|'. What is no object goes to `value`.
   */
  record?(fields: readonly (JsonValue | undefined)[], path: JsonPath): void
  readonly fields?: readonly string[]
  /** A container begins or ends; its members are visited by longer patterns. */
  start?(path: JsonPath): void
  end?(path: JsonPath): void
}

/** By pattern: keys joined by '/', '*' for any key or index, '#' for an index only; '' is the document itself. */
export type JsonVisits = Readonly<Record<string, JsonVisit>>

const IN_OBJECT = -2

interface PatternNode {
  visit: JsonVisit
  /** number of each field of the visit's record */
  fields: ReadonlyMap<string, number> | null
  blank: readonly undefined[]
  readonly children: Map<string, PatternNode>
  any: PatternNode | null
  element: PatternNode | null
}

const createNode = (): PatternNode => ({
  visit: {},
  fields: null,
  blank: [],
  children: new Map(),
  any: null,
  element: null,
})

const numberFields = (fields: readonly string[]): ReadonlyMap<string, number> =>
  new Map(fields.flatMap((names, number) => names.split('|').map((name): [string, number] => [name, number])))

const compile = (visits: JsonVisits): PatternNode => {
  const root = createNode()
  for (const [pattern, visit] of Object.entries(visits)) {
    let node = root
    for (const key of pattern === '' ? [] : pattern.split('/')) {
      let next = key === '*' ? node.any : key === '#' ? node.element : node.children.get(key)
      if (!next) {
        next = createNode()
        if (key === '*') node.any = next
        else if (key === '#') node.element = next
        else node.children.set(key, next)
      }
      node = next
    }
    node.visit = visit
    if (visit.record) {
      node.fields = numberFields(visit.fields ?? [])
      node.blank = (visit.fields ?? []).map(() => undefined)
    }
  }
  return root
}

export interface JsonReader {
  push(chunk: Uint8Array): void
  /** Bytes of the input up to what is read now. */
  readonly offset: number
  /**
   * Ends the input and says what is missing. `mayBeOpen`: the document needs no last bracket (as trace-event files
   * are written).
   */
  finish(options?: { mayBeOpen?: boolean }): readonly Loss[]
}

/** The containers that are open, outermost first, and what is wanted of what is in them. */
const createVisitor = (root: PatternNode, builder: ValueBuilder): JsonTokens => {
  const nodes: PatternNode[] = []
  const path: (string | number)[] = []
  /** of each: the index of the element that is read, -2 in an object */
  const indices: number[] = []
  /** of the value that is put together */
  let wanted: JsonVisit = {}
  /** a value is being put together */
  let isBuilding = false

  /** The pattern of the value that begins; its place is then in the path. */
  const enter = (): PatternNode | null => {
    const top = nodes.length - 1
    if (top === -1) return root
    const node = nodes[top]!
    const index = indices[top]!
    if (index === IN_OBJECT) return node.children.get(path[top] as string) ?? node.any
    indices[top] = index + 1
    path[top] = index + 1
    return node.element ?? node.any
  }

  return {
    start(isArray) {
      if (isBuilding) {
        builder.start(isArray)
        return true
      }
      const node = enter()
      if (node === null) return false
      if (node.fields !== null && !isArray) {
        wanted = node.visit
        isBuilding = true
        builder.startRecord(node.fields, node.blank)
        return true
      }
      if (node.visit.value) {
        wanted = node.visit
        isBuilding = true
        builder.start(isArray)
        return true
      }
      node.visit.start?.(path)
      nodes.push(node)
      indices.push(isArray ? -1 : IN_OBJECT)
      path.push('')
      return true
    },
    end() {
      if (isBuilding) {
        if (!builder.end()) return
        isBuilding = false
        if (builder.record !== null) wanted.record?.(builder.record, path)
        else wanted.value?.(builder.value, path)
        return
      }
      path.pop()
      indices.pop()
      nodes.pop()?.visit.end?.(path)
    },
    key(text) {
      if (isBuilding) return builder.key(text)
      const top = nodes.length - 1
      path[top] = text
      const node = nodes[top]!
      return node.any !== null || node.children.has(text)
    },
    scalar(value: JsonScalar) {
      if (isBuilding) builder.scalar(value)
      else enter()?.visit.value?.(value, path)
    },
    abandon() {
      builder.abandon()
      isBuilding = false
      nodes.length = 0
      indices.length = 0
      path.length = 0
    },
  }
}

/** Handlers must not throw for what the values hold. */
export const createJsonReader = (visits: JsonVisits, options: TokenizerOptions = {}): JsonReader => {
  const builder = createValueBuilder()
  const tokenizer = createJsonTokenizer(createVisitor(compile(visits), builder), options)

  const describeBreaks = (): Loss[] => {
    const { broken, breaks } = tokenizer
    if (broken === null) return []
    const where = `The JSON ${broken.what}, at byte ${broken.offset}`
    if (options.lines) {
      const detail = `Lines that could not be read and were left out, the first because: ${where}.`
      return [{ kind: 'unparsed', count: breaks, detail }]
    }
    return [{ kind: 'truncated', count: 1, detail: `${where}: what follows is left out.` }]
  }

  const describeCuts = (): Loss[] => {
    const found: Loss[] = []
    if (tokenizer.cutStrings > 0) {
      const detail = `Strings longer than ${MAX_STRING_BYTES} bytes, which were cut.`
      found.push({ kind: 'unparsed', count: tokenizer.cutStrings, detail })
    }
    if (builder.cutValues > 0) {
      const detail = `Records of more than ${MAX_NODES} values or of endless text, of which the rest was left out.`
      found.push({ kind: 'unparsed', count: builder.cutValues, detail })
    }
    return found
  }

  return {
    push: (chunk) => tokenizer.push(chunk),
    get offset() {
      return tokenizer.offset
    },
    finish({ mayBeOpen = false } = {}) {
      tokenizer.finish()
      const losses = [...describeBreaks(), ...describeCuts()]
      const { depth, offset, betweenValues } = tokenizer
      const isEnded = depth === 0 && betweenValues
      const isOpen = mayBeOpen && depth === 1 && betweenValues
      if (!isEnded && !isOpen && !losses.some(({ kind }) => kind === 'truncated')) {
        const detail = `The JSON ends at byte ${offset}, before its end: what was not yet whole is left out.`
        losses.push({ kind: 'truncated', count: 1, detail })
      }
      return losses
    },
  }
}
