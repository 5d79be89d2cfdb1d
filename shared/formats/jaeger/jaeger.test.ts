import { describe, expect, it } from 'vitest'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { readFixtures } from '../testing/fixtures.ts'
import { profileLines } from '../testing/profile-lines.ts'
import { jaeger } from './jaeger.ts'

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url))
const read = (input: unknown) => profileLines(parseBytes(jaeger, JSON.stringify(input)))

describe('traces of Jaeger', () => {
  it.each([...fixtures])('%s: every row', async (name, bytes) => {
    const lines = profileLines(parseBytes(jaeger, bytes))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./fixtures/${name}.expected.txt`)
  })

  it('have spans with service, operation, status, and the time in each path of them', () => {
    const query = fixtures.get('query.written-from-the-docs.json')!
    expect(profileLines(parseBytes(jaeger, query))).toEqual([
      'clock 1795853749000000000, duration 21000000',
      'slices 0 "spans" in ns, 6 rows: spans',
      '  0 +9000000 [frontend 4711/4711] HTTP GET /dispatch = 200',
      '  1000000 +3000000 [orders-db 1/12] SQL SELECT',
      '  2500000 +4500000 [orders-db 1/1] SQL SELECT = -1',
      '  8000000 +2000000 [frontend 4711/4711] render',
      '  20000000 +1000000 [search 2/2] Suche nach Aufträgen = 14',
      '  20500000 +100000 [search 2/2] lookup',
      'samples 1 "self time" in ns, 6 rows: time in spans',
      // 9 ms less the 6 of both queries together, and 1 of the rendering
      '  0 [frontend 4711/4711] 2000000: HTTP GET /dispatch (frontend) group',
      '  1000000 [orders-db 1/12] 3000000: HTTP GET /dispatch (frontend) group ; SQL SELECT (orders-db) group',
      '  2500000 [orders-db 1/1] 4500000: HTTP GET /dispatch (frontend) group ; SQL SELECT (orders-db) group',
      '  8000000 [frontend 4711/4711] 2000000: HTTP GET /dispatch (frontend) group ; render (frontend) group',
      '  20000000 [search 2/2] 900000: Suche nach Aufträgen (search) group',
      '  20500000 [search 2/2] 100000: Suche nach Aufträgen (search) group ; lookup (search) group',
    ])
  })

  it('are the same as one document and as one a line', () => {
    const [lines, query] = ['lines.written-from-the-docs.jsonl', 'query.written-from-the-docs.json']
    expect(parseBytes(jaeger, fixtures.get(lines)!)).toEqual(parseBytes(jaeger, fixtures.get(query)!))
  })

  it('are known by their content', () => {
    for (const bytes of fixtures.values()) expect(jaeger.sniff(bytes.subarray(0, 4096))).toBe(1)
  })

  it('may be an array of traces, or spans that stand alone: in an array, a line each, out of Elasticsearch', () => {
    const query = fixtures.get('query.written-from-the-docs.json')!
    const traces: { spans: { processID: string }[]; processes: Record<string, unknown> }[] = JSON.parse(
      new TextDecoder().decode(query),
    ).data
    const spans = traces.flatMap(({ spans: of, processes }) =>
      of.map(({ processID, ...span }) => ({ ...span, process: processes[processID] })),
    )
    const lines = (of: unknown[]) => of.map((one) => `${JSON.stringify(one)}\n`).join('')
    const expected = profileLines(parseBytes(jaeger, query))
    const sources = spans.map((span, i) => ({ _index: 'jaeger-span', _id: `${i}`, _source: span }))
    for (const text of [
      ...[JSON.stringify(traces), JSON.stringify(spans), lines(spans), lines(sources)],
      JSON.stringify(sources),
    ]) {
      expect(profileLines(parseBytes(jaeger, text))).toEqual(expected)
      expect(jaeger.sniff(new TextEncoder().encode(text).subarray(0, 4096))).toBe(1)
    }
  })

  it('may have a single trace, the process in the span, spans that are each other’s parents', () => {
    const span = {
      traceID: 't',
      operationName: 'a',
      startTime: 10,
      duration: 5,
      process: { serviceName: 's' },
    }
    expect(
      read({
        traceID: 't',
        spans: [
          { ...span, spanID: '1', parentSpanID: '2' },
          { ...span, spanID: '2', parentSpanID: '1', operationName: 'b' },
          { ...span, spanID: '3', duration: 'long' },
        ],
      }),
    ).toEqual([
      'clock 10000, duration 5000',
      'slices 0 "spans" in ns, 2 rows: spans',
      '  0 +5000 [s 1/1] a',
      '  0 +5000 [s 1/1] b',
      expect.stringMatching(/^unparsed 1: Left out: spans without an operation, a start or a duration/),
    ])
  })
})

describeDamage(jaeger, fixtures)
