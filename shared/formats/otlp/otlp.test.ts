import { describe, expect, it } from 'vitest'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { readFixtures } from '../testing/fixtures.ts'
import { profileLines } from '../testing/profile-lines.ts'
import { otlp } from './otlp.ts'

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url))
const read = (input: unknown) => profileLines(parseBytes(otlp, JSON.stringify(input)))

interface Document {
  resourceSpans: {
    scopeSpans: { spans: { name: string; startTimeUnixNano: string; endTimeUnixNano: string }[] }[]
  }[]
}

/** Each span as `start +duration name`, with BigInt and nothing of the reader under test. */
const spansOf = (bytes: Uint8Array): string[] => {
  const text = new TextDecoder().decode(bytes)
  const documents: Document[] = text.startsWith('{"')
    ? text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [JSON.parse(text)]
  const spans = documents.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  )
  const starts = spans.map((span) => BigInt(span.startTimeUnixNano))
  const origin = starts.sort((a, b) => (a < b ? -1 : 1))[0]!
  return spans
    .map(({ name, startTimeUnixNano, endTimeUnixNano }) => {
      const start = BigInt(startTimeUnixNano)
      return `${start - origin} +${BigInt(endTimeUnixNano) - start} ${name}`
    })
    .sort()
}

describe('traces in OTLP JSON', () => {
  it.each([...fixtures])('%s: every row', async (name, bytes) => {
    const lines = profileLines(parseBytes(otlp, bytes))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./fixtures/${name}.expected.txt`)
  })

  it.each([...fixtures])('%s: each span to the nanosecond', (_, bytes) => {
    const { streams, strings } = parseBytes(otlp, bytes)
    const stream = streams[0]
    if (stream?.kind !== 'slices') throw new Error('no spans')
    const slices = Array.from(
      stream.name,
      (name, row) => `${stream.start[row]} +${stream.duration[row]} ${strings[name]}`,
    )
    expect(slices.sort()).toEqual(spansOf(bytes))
  })

  it('are the same as one document and as one a line', () => {
    const [lines, whole] = ['otel-sdk-lines.otlp.jsonl', 'otel-sdk.otlp.json']
    expect(parseBytes(otlp, fixtures.get(lines)!)).toEqual(parseBytes(otlp, fixtures.get(whole)!))
  })

  it('are known by their content', () => {
    for (const bytes of fixtures.values()) expect(otlp.sniff(bytes.subarray(0, 4096))).toBe(1)
  })

  it('may have the resource last, numbers for strings, older names, and lines of other signals', () => {
    const span = {
      traceId: 't',
      name: 'a',
      startTimeUnixNano: '1700000000000000001',
      endTimeUnixNano: '1700000000000000003',
    }
    const resource = {
      attributes: [
        { key: 'service.name', value: { stringValue: 'shop' } },
        { key: 'process.pid', value: { intValue: '77' } },
      ],
    }
    const documents = [
      JSON.stringify({ resourceMetrics: [{ resource }] }),
      JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...span, spanId: '1' }] }], resource }] }),
      `{"batches":[{"resource":{},"instrumentationLibrarySpans":[{"spans":[${JSON.stringify({
        ...span,
        ...{ spanId: '2', parentSpanId: '1', name: 'b', endTimeUnixNano: '1700000000000000002' },
        ...{
          status: { code: 'STATUS_CODE_ERROR' },
          attributes: [{ key: 'thread.id', value: { intValue: 5 } }],
        },
      })},{"name":"c","start_time_unix_nano":1700000000000000009,"end_time_unix_nano":1700000000000000012,"attributes":[{"key":"http.status_code","value":{"int_value":"404"}}]},{"name":"never ended","startTimeUnixNano":"1"}]}]}]}`,
    ]
    expect(profileLines(parseBytes(otlp, documents.join('\n')))).toEqual([
      'clock 1700000000000000000, duration 11',
      'slices 0 "spans" in ns, 3 rows: spans',
      '  0 +2 [shop 77/77] a',
      '  0 +1 [unknown service 1/5] b = -1',
      '  8 +3 [unknown service 1/1] c = 404',
      'samples 1 "self time" in ns, 3 rows: time in spans',
      '  0 [shop 77/77] 1: a (shop) group',
      '  0 [unknown service 1/5] 1: a (shop) group ; b (unknown service) group',
      '  8 [unknown service 1/1] 3: c (unknown service) group',
      expect.stringMatching(/^unparsed 1: Left out: spans without a name, a start or an end/),
    ])
  })

  it('without a span are an empty profile, not another format', () => {
    expect(read({ resourceSpans: [] })).toEqual(['clock 0, duration 0'])
  })
})

describeDamage(otlp, fixtures)
