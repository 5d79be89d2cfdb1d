/** What a JSON document is made of, as far as its first bytes show: for telling formats apart. */
import { createJsonTokenizer } from './tokenizer.ts'

export interface JsonOutline {
  /** Keys joined by '/', '*' for an element of an array: 'traceEvents/star/ph' with '*' for star */
  readonly paths: ReadonlySet<string>
  /** The first short text at each path. */
  readonly texts: ReadonlyMap<string, string>
}

const DEEPEST = 6
const none: JsonOutline = { paths: new Set(), texts: new Map() }

/** Empty when the bytes are no JSON. A document that is cut is what it is so far. */
export const outlineJson = (head: Uint8Array): JsonOutline => {
  const paths = new Set<string>()
  const texts = new Map<string, string>()
  const open: string[] = []
  /** path of the value that comes next */
  let at = ''
  const below = (key: string) => (open.length === 0 ? '' : open.length === 1 ? key : `${open.at(-1)}/${key}`)
  const kinds: boolean[] = []
  const next = () => (kinds.at(-1) ? below('*') : at)
  const tokenizer = createJsonTokenizer(
    {
      start(isArray) {
        if (open.length === DEEPEST) return false
        const path = next()
        paths.add(path)
        open.push(path)
        kinds.push(isArray)
        return true
      },
      end() {
        open.pop()
        kinds.pop()
      },
      key(text) {
        at = below(text)
        paths.add(at)
        return true
      },
      scalar(value) {
        const path = next()
        paths.add(path)
        if (typeof value === 'string' && !texts.has(path)) texts.set(path, value.slice(0, 200))
      },
      abandon() {},
    },
    { lines: true },
  )
  const begin = head[0] === 0xef ? 3 : 0
  let first = begin
  while (first < head.length && head[first]! <= 32) first++
  if (head[first] !== 123 && head[first] !== 91) return none
  tokenizer.push(head)
  return tokenizer.broken === null || tokenizer.broken.offset > 1024 ? { paths, texts } : none
}
