import { describe, expect, it } from 'vitest'
import { createJsonReader } from './json-reader.ts'
import type { JsonValue } from './json-value.ts'
import { createJsonTokenizer, MAX_DEPTH, MAX_STRING_BYTES } from './tokenizer.ts'

const encode = (text: string) => new TextEncoder().encode(text)

/** The document as one value, cut into chunks. */
const read = (text: string | Uint8Array, chunkBytes = Number.POSITIVE_INFINITY, lines = false) => {
  const bytes = typeof text === 'string' ? encode(text) : text
  const values: JsonValue[] = []
  const reader = createJsonReader({ '': { value: (value) => values.push(value) } }, { lines })
  for (let at = 0; at < bytes.length; at += chunkBytes) reader.push(bytes.slice(at, at + chunkBytes))
  const losses = reader.finish().map(({ kind, detail }) => `${kind}: ${detail}`)
  return { values, losses }
}

const document = `{"a": [1, -2.5, 1e3, 0.1, 123456.789, true, false, null, "", "x\\u00e9\\n\\"\\\\", "é\u{1f600}", "\\ud83d\\ude00"],
 "b": {"c": {}, "d": []}, "long key ${'k'.repeat(100)}": -0}`

describe('the JSON reader', () => {
  it('reads what JSON.parse reads, whatever the chunks', () => {
    for (const chunkBytes of [1, 2, 3, 7, 10_000]) {
      expect(read(document, chunkBytes)).toEqual({ values: [JSON.parse(document)], losses: [] })
    }
  })

  it('says where a number begins that does not end, whatever the chunks', () => {
    const text = `[12, ${'1'.repeat(5000)}]`
    for (const chunkBytes of [1, 1000, 100_000])
      expect(read(text, chunkBytes).losses).toEqual([
        expect.stringContaining('has a number of endless digits, at byte 5'),
      ])
  })

  it('knows where what is read begins, whatever the chunks', () => {
    const bytes = encode('[12, "text",  null, "te\\u0078t", 1e3, {"key": "value"}]')
    for (const chunkBytes of [1, 3, 1000]) {
      const offsets: number[] = []
      const tokenizer = createJsonTokenizer({
        start: () => true,
        end() {},
        key: () => true,
        scalar: () => offsets.push(tokenizer.offset),
        abandon() {},
      })
      for (let at = 0; at < bytes.length; at += chunkBytes) tokenizer.push(bytes.slice(at, at + chunkBytes))
      expect(offsets).toEqual([1, 5, 14, 20, 33, 46])
      expect(tokenizer.offset).toBe(bytes.length)
    }
  })

  it('keeps numbers of more digits than a double holds as they stand', () => {
    expect(
      read('[1700000000000000123, 1712345678901234.567, 1700000000000001, 9007199254740993]').values,
    ).toEqual([
      [
        { digits: '1700000000000000123' },
        { digits: '1712345678901234.567' },
        1700000000000001,
        { digits: '9007199254740993' },
      ],
    ])
  })

  it('is lenient with a last comma, NaN and a byte-order mark', () => {
    expect(read('\u{feff}[1, NaN, -Infinity, {"a": 1,},]')).toEqual({
      values: [[1, Number.NaN, Number.NEGATIVE_INFINITY, { a: 1 }]],
      losses: [],
    })
  })

  it('keeps a member called __proto__ away from the prototype', () => {
    const [value] = read('{"__proto__": {"polluted": 1}, "a": 1}').values
    expect(value).toEqual({ a: 1 })
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it.each([
    ['{"a" 1}', "has '1' where a colon should be, at byte 5"],
    ['[1 2]', "has '2' where a comma or a closing bracket should be, at byte 3"],
    ['[1}', "has '}' where a comma or a closing bracket should be, at byte 2"],
    ['{a: 1}', "has 'a' where a key should begin, at byte 1"],
    ['[tru]', 'has a word that is no value, at byte 1'],
    ['[-]', 'has a word that is no value, at byte 1'],
    ['["\\x"]', 'has a string with an escape that is none, at byte 4'],
    ['["a\nb"]', 'has a line that ends within a string, at byte 3'],
    ['[1] 2', "goes on with '2' after its end, at byte 4"],
    ['\u0001', 'has byte 0x01 where a value should begin, at byte 0'],
    ['['.repeat(MAX_DEPTH + 1), `is nested deeper than ${MAX_DEPTH}, at byte ${MAX_DEPTH}`],
  ])('says where %j is no JSON', (text, what) => {
    expect(read(text).losses).toEqual([`truncated: The JSON ${what}: what follows is left out.`])
  })

  it.each(['{"a": [1, 2', '{"a": "b', '{"a":', '{"a', '[tru'])('says that %j is cut', (text) => {
    expect(read(text).losses).toEqual([
      `truncated: The JSON ends at byte ${text.length}, before its end: what was not yet whole is left out.`,
    ])
  })

  it('leaves out only the broken lines of a document a line', () => {
    expect(read('{"a": 1}\n{"a": [2, x]}\n\n{"a": "3}\n[4]\n5', 4, true)).toEqual({
      values: [{ a: 1 }, [4], 5],
      losses: [
        'unparsed: Lines that could not be read and were left out, the first because: The JSON has a word that is no value, at byte 19.',
      ],
    })
  })

  it('cuts a string that is too long', () => {
    const { values, losses } = read(`["${'x'.repeat(MAX_STRING_BYTES + 10)}", 1]`, 65_536)
    expect(values).toEqual([['x'.repeat(MAX_STRING_BYTES), 1]])
    expect(losses).toEqual([`unparsed: Strings longer than ${MAX_STRING_BYTES} bytes, which were cut.`])
  })

  it('passes over what is not wanted', () => {
    const calls: string[] = []
    const tokenizer = createJsonTokenizer({
      start(isArray) {
        calls.push(isArray ? '[' : '{')
        return !isArray
      },
      end: () => calls.push('end'),
      key(text) {
        calls.push(text)
        return text !== 'no'
      },
      scalar: (value) => calls.push(String(value)),
      abandon: () => calls.push('abandon'),
    })
    tokenizer.push(
      encode(
        '{"a": ["b\\u00zz", [{}], 1], "no": 1, "b": 2, "no": "x\\u00zz", "c": 3, "no": {"d": {"e": 4}}, "f": null}',
      ),
    )
    expect(calls).toEqual(['{', 'a', '[', 'no', 'b', '2', 'no', 'c', '3', 'no', 'f', 'null', 'end'])
  })
})

describe('visits by path', () => {
  it('hand over only the fields that are wanted of a record', () => {
    const seen: unknown[] = []
    const reader = createJsonReader({
      '#': {
        fields: ['a', 'b|bee'],
        record: (fields) => seen.push(fields),
        value: (value) => seen.push({ value }),
      },
    })
    reader.push(
      encode(
        '[{"a": {"a": {"c": [{}]}}, "d": [1], "b": 2}, 7, {"d": {"a": 9}, "bee": [[]]}, [1], {}, {"a": null}]',
      ),
    )
    expect(reader.finish()).toEqual([])
    expect(seen).toEqual([
      [{ a: { c: [{}] } }, 2],
      { value: 7 },
      [undefined, [[]]],
      { value: [1] },
      [undefined, undefined],
      [null, undefined],
    ])
  })

  it('hand over the values of their patterns, exact keys before any', () => {
    const seen: string[] = []
    const say = (name: string) => ({
      value: (value: JsonValue, path: readonly (string | number)[]) =>
        seen.push(`${name} ${path.join('.')} ${JSON.stringify(value)}`),
    })
    const reader = createJsonReader({
      'threads/*/samples/stack/*': say('stack'),
      'threads/*/name': say('name'),
      'threads/*': { start: (path) => seen.push(`start ${path.join('.')}`), end: () => seen.push('end') },
      'meta/*': say('meta'),
      'meta/version': say('version'),
    })
    reader.push(
      encode(
        '{"meta": {"version": 3, "other": {"a": [1]}}, "rest": {"threads": [1]}, "threads": [{"name": "t", "samples": {"time": [1], "stack": [7, null]}}, {"samples": {"stack": [8]}}]}',
      ),
    )
    expect(reader.finish()).toEqual([])
    expect(seen).toEqual([
      'version meta.version 3',
      'meta meta.other {"a":[1]}',
      'start threads.0',
      'name threads.0.name "t"',
      'stack threads.0.samples.stack.0 7',
      'stack threads.0.samples.stack.1 null',
      'end',
      'start threads.1',
      'stack threads.1.samples.stack.0 8',
      'end',
    ])
  })
})
