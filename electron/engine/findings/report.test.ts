import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Pin, ViewState } from '../../../shared/model/finding.ts'
import { escapeHtml, html, htmlText } from './html.ts'
import { escapeMarkdownLine, escapeMarkdownText, markdownBlock, markdownCode } from './markdown-text.ts'
import { renderReport } from './render-report.ts'
import type { Report } from './report.ts'

const SHA = 'a3f1c2d4e5b60718293a4b5c6d7e8f90112233445566778899aabbccddeeff00'
const MiB = 1024 * 1024

const everything: ViewState = {
  selection: {},
  streamId: 0,
  flame: { order: 'top-down', group: 'none', zoom: [], search: '', icicle: true, shown: 'graph' },
  histogram: { shown: 'graph' },
  timeline: { range: null, shown: 'graph' },
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 120" width="800" height="120"><rect width="800" height="120" fill="#f2b25c"/></svg>`

const pin: Pin = {
  id: 'p1',
  captureId: 'c1',
  otherCaptureId: null,
  view: 'flame',
  sentence: 'order_price spends three quarters of the time of its workers',
  state: {
    ...everything,
    selection: {
      time: { from: 2.1e9, to: 3.4e9 },
      threads: [{ pid: 12769, tid: 12772 }],
      function: { name: 'order_price', module: 'liborder.so' },
      latency: { from: 20e6, to: Number.MAX_SAFE_INTEGER },
    },
    flame: {
      ...everything.flame,
      group: 'thread',
      zoom: [{ name: 'main', module: 'orderd' }],
      search: 'price',
    },
  },
  otherState: null,
  numbers: [{ label: 'order_price, total', text: '11.2 s (75.3 %)', exact: 11_204_081_632 }],
  picture: { mediaType: 'image/svg+xml', bytes: new TextEncoder().encode(svg) },
  createdAt: Date.UTC(2026, 10, 23, 2, 30),
  artifactHashes: [SHA],
}

const report: Report = {
  version: '0.1.0',
  question: 'Which functions use the CPUs?',
  otherNames: new Map([['c2', 'after the fix']]),
  notes: [
    { id: 'n1', captureId: 'c1', text: 'Deployed 02:10.\nSlow since 02:12.', createdAt: 0, editedAt: 0 },
  ],
  pins: [
    pin,
    { ...pin, id: 'p2', otherCaptureId: 'c2', otherState: everything, view: 'timeline', numbers: [] },
  ],
  capture: {
    id: 'c1',
    name: 'web-3: orderd is slow',
    hostId: 'h1',
    hostLabel: 'web-3',
    recipeId: 'cpu-profile',
    recipeTitle: 'CPU profile',
    state: 'done',
    startedAt: Date.UTC(2026, 10, 23, 2, 19, 47),
    duration: 15e9,
    events: 1470,
    lost: 8,
    incomplete: false,
    bytes: 2.5 * MiB,
    tracerCpuPercent: 2.3,
    error: null,
    sample: false,
    noteCount: 1,
    pinCount: 2,
    parameters: { seconds: 15, hz: 49, pids: [], callGraph: 'fp' },
    commands: [
      {
        purpose: 'record',
        line: "perf record -F 49 -e cpu-clock -a -g -o '/tmp/spool/perf.data' -- sleep 15",
      },
    ],
    toolMessages: '[ perf record: Captured and wrote 0.125 MB perf.data (1470 samples) ]\n',
    cost: {
      ...{ tracerCpuSeconds: 0.345, renderCpuSeconds: 2.1, wallSeconds: 15 },
      ...{ hostBusyBefore: 0.41, hostBusyDuring: 0.4312 },
    },
    probe: {
      at: Date.UTC(2026, 10, 23, 2, 19),
      took: 350,
      facts: {
        hostname: 'web-3.example',
        kernel: '6.18.44',
        distribution: 'Debian GNU/Linux 12 (bookworm)',
        distributionId: 'debian',
        architecture: 'x86_64',
        cpus: 2,
        uptime: 5363,
        user: 'deploy',
        uid: 1000,
        privilege: 'sudo',
        perfEventParanoid: 2,
        kptrRestrict: 0,
        cgroup: 'v2',
        spoolFree: 8e10,
        spoolDirectory: '/var/tmp',
        loadAverage: '1.12 3.03 3.30',
      },
      abilities: [
        { id: 'perf', title: 'perf', state: 'yes', detail: 'perf version 6.1.192', remedy: '' },
        { id: 'bpftrace', title: 'bpftrace', state: 'no', detail: '', remedy: 'apt install bpftrace' },
      ],
      raw: '',
    },
    anchors: [],
    states: [
      { state: 'running', at: Date.UTC(2026, 10, 23, 2, 19, 47), why: '' },
      { state: 'done', at: Date.UTC(2026, 10, 23, 2, 20, 5), why: 'all of it is stored' },
    ],
    losses: [
      {
        kind: 'lost',
        count: 8,
        detail: 'perf dropped events because its buffer was full; it first says so at line 1 (byte 0).',
      },
    ],
    streams: [
      {
        id: 0,
        kind: 'samples',
        event: 'cpu-clock:ppp',
        unit: 'ns',
        title: 'CPU time (cpu-clock:ppp)',
        length: 1470,
      },
    ],
    threads: [{ pid: 12769, tid: 12772, name: 'order-wrk-1', process: 'orderd' }],
    artifacts: [
      {
        id: 1,
        name: 'perf.txt',
        mediaType: 'text/plain',
        bytes: 2.5 * MiB,
        storedBytes: 100_000,
        sha256: SHA,
        verified: true,
      },
    ],
    firstView: 'flame',
  },
}

const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>"'\`&</pre>\u202egnp.exe\u0000\u001b[31m [x](javascript:alert(1)) | a\nb`

/** The same report with one string in every place that a host or a person can fill. */
const withEverywhere = (text: string): Report => {
  const { capture } = report
  const probe = capture.probe
  if (probe === null) throw new Error('the example has a probe')
  return {
    ...report,
    question: text,
    otherNames: new Map([['c2', text]]),
    version: text,
    notes: report.notes.map((note) => ({ ...note, text })),
    pins: report.pins.map((one) => ({
      ...one,
      sentence: text,
      numbers: [{ label: text, text, exact: null }],
      artifactHashes: [text],
      state: {
        ...one.state,
        selection: { call: text, function: { name: text, module: text } },
        flame: { ...one.state.flame, search: text, zoom: [{ name: text, module: text }] },
      },
    })),
    capture: {
      ...capture,
      name: text,
      hostLabel: text,
      recipeTitle: text,
      error: { code: 'x', message: text, remedy: text, facts: {} },
      parameters: { [text]: text },
      commands: [{ purpose: text, line: text }],
      toolMessages: text,
      states: [{ state: 'failed', at: 0, why: text }],
      losses: [{ kind: text, count: 1, detail: text }],
      streams: [{ id: 0, kind: 'samples', event: text, unit: text, title: text, length: 1 }],
      threads: [],
      artifacts: [
        { id: 1, name: text, mediaType: text, bytes: 1, storedBytes: 1, sha256: text, verified: null },
      ],
      probe: {
        ...probe,
        facts: {
          ...probe.facts,
          hostname: text,
          distribution: text,
          kernel: text,
          user: text,
          loadAverage: text,
        },
        abilities: [{ id: 'x', title: text, state: 'yes', detail: text, remedy: text }],
      },
    },
  }
}

/** What a reader of the page sees, roughly: its text without tags. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

describe('a report as HTML', () => {
  const page = renderReport('html', report)
  const text = textOf(page)

  it.each([
    'web-3: orderd is slow',
    'Which functions use the CPUs?',
    'Started 2026-11-23 02:19:47 UTC',
    'Duration 15 s',
    'Recorded 1,470 events',
    '345 ms of CPU time over 15 s: 2.3 % of one CPU; afterwards 2.1 s at the lowest priority to read the recording',
    '41 % before, 43.1 % during the capture (of all CPUs)',
    '8 events lost. perf dropped events because its buffer was full',
    'web-3 (web-3.example)',
    'Debian GNU/Linux 12 (bookworm), kernel 6.18.44, x86_64',
    'perf perf version 6.1.192',
    'perf record -F 49 -e cpu-clock -a -g -o &#39;/tmp/spool/perf.data&#39; -- sleep 15',
    'pids none chosen: the whole system',
    `perf.txt 2.5 MiB, text/plain, same hash on the host ${SHA}`,
    'done: all of it is stored',
    'order_price spends three quarters of the time of its workers',
    'Flame graph, callers first, grouped by thread, zoomed to main (orderd), searched for price.',
    'Selected: time 2.1 s to 3.4 s; thread order-wrk-1 12769/12772; with function order_price (liborder.so); latency 20 ms and more.',
    'Compared with after the fix, selected: everything.',
    'order_price, total 11.2 s (75.3 %) 11,204,081,632',
    'Captured and wrote 0.125 MB perf.data',
    'Deployed 02:10.',
    'Written by Smokejumper 0.1.0',
  ])('says %s', (said) => {
    expect(text).toContain(said)
  })

  it('holds its pictures as images by data: address, and loads nothing else', () => {
    const sources = Array.from(page.matchAll(/<img src="([^"]*)"/g), ([, source]) => source!)
    expect(sources).toEqual(
      [pin, pin].map(() => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`),
    )
    expect(page).not.toMatch(/<(script|link|iframe|object|embed|svg|form|base)\b/i)
    expect(page.match(/https?:/g)).toBe(null)
  })

  it('has a policy that allows its own style by hash and pictures, and nothing else', () => {
    const style = /<style>(.*)<\/style>/s.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(page).toContain(
      `content="default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    )
    expect(page.replace(/<style>.*<\/style>/s, '')).not.toMatch(/ style=| on\w+=/)
  })

  it('has the same elements whatever the texts in it are', () => {
    const tags = (one: string) => Array.from(one.matchAll(/<\/?([a-z0-9]+)/g), ([tag]) => tag)
    expect(tags(renderReport('html', withEverywhere(hostile)))).toEqual(
      tags(renderReport('html', withEverywhere('plain'))),
    )
    const page = renderReport('html', withEverywhere(hostile))
    for (const unseen of ['\u0000', '\u001b', '\u202e']) expect(page).not.toContain(unseen)
  })

  it('says what is not known', () => {
    const bare = textOf(
      renderReport('html', {
        ...report,
        pins: [],
        notes: [],
        capture: {
          ...report.capture,
          state: 'interrupted',
          cost: null,
          probe: null,
          losses: [],
          events: null,
          duration: null,
        },
      }),
    )
    expect(bare).toContain('The capture is interrupted; this report shows what had arrived.')
    expect(bare).toContain('Cost not measured')
    expect(bare).toContain('Duration unknown')
    expect(bare).toContain('what is missing was not counted')
    expect(bare).not.toContain('Findings')
  })
})

describe('escaping for HTML', () => {
  it('leaves no character that could begin or end markup or an attribute', () => {
    expect(escapeHtml(`<a href="x" title='y'>\`&amp;`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&#96;&amp;amp;',
    )
  })
  it('shows what would not be seen, or would turn the text around', () => {
    expect(escapeHtml('a\u202eb\u0000\u2066c\u001b[1m\ud800')).toBe(
      'a\\u{202e}b\\u{0}\\u{2066}c\\u{1b}[1m\\u{d800}',
    )
    expect(escapeHtml('Grüße, 世界\n\tπ')).toBe('Grüße, 世界\n\tπ')
  })
  it('is done once for everything put into a template', () => {
    const inner = html`<b>${'<'}</b>`
    expect(htmlText(html`<p title="${'"'}">${inner}${[inner, inner]}${5}</p>`)).toBe(
      '<p title="&quot;"><b>&lt;</b><b>&lt;</b><b>&lt;</b>5</p>',
    )
  })
})

describe('a report as Markdown', () => {
  it('says the same', () => {
    const text = renderReport('markdown', report)
    expect(text).toContain('# web-3: orderd is slow\n')
    expect(text).toContain(
      '- **Cost**: 345 ms of CPU time over 15 s: 2.3 % of one CPU; afterwards 2.1 s at the lowest priority',
    )
    expect(text).toContain('### order\\_price spends three quarters of the time of its workers\n')
    expect(text).toContain(`](data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`)
    expect(text).toContain('| order\\_price, total | 11.2 s (75.3 %) | 11,204,081,632 |')
    expect(text).toContain('Deployed 02:10.\\\nSlow since 02:12.')
    expect(text).toContain(
      "```text\nperf record -F 49 -e cpu-clock -a -g -o '/tmp/spool/perf.data' -- sleep 15\n```",
    )
  })

  it('has as many lines and as many unescaped marks whatever the texts in it are', () => {
    const shape = (text: string) =>
      renderReport('markdown', withEverywhere(text))
        .replace(/^(`{3,})text\n.*?\n\1$/gms, 'BLOCK')
        .replace(/(`+) .*? \1/g, 'CODE')
        .replace(/\\./g, '')
        .replace(/[^\n#*|`[\]<>!]/g, '')
    expect(shape(hostile.replaceAll('\n', ' '))).toBe(shape('plain'))
  })
})

describe('escaping for Markdown', () => {
  it('makes no markup', () => {
    expect(escapeMarkdownLine('*a* _b_ `c` [d](e) <f> ![g](h) & ~~i~~ | j')).toBe(
      '\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\!\\[g\\](h) \\& \\~\\~i\\~\\~ \\| j',
    )
  })
  it('makes no block at the beginning of a line', () => {
    expect(
      ['# a', '- b', '+ c', '> d', '1. e', '12) f', '    g', '=== h', '--- i'].map(escapeMarkdownLine),
    ).toEqual(['\\# a', '\\- b', '\\+ c', '\\> d', '1\\. e', '12\\) f', 'g', '\\=== h', '\\--- i'])
  })
  it('makes no link of an address', () => {
    expect(escapeMarkdownLine('https://a.example www.b.example c@d.example mailto:e')).toBe(
      'https\\://a.example www\\.b.example c\\@d.example mailto\\:e',
    )
  })
  it('keeps lines and paragraphs', () => {
    expect(escapeMarkdownText('a\nb\n\n\n# c')).toBe('a\\\nb\n\n\\# c')
  })
  it('fences code with more backticks than there are in it', () => {
    expect(markdownCode('a``b')).toBe('``` a``b ```')
    expect(markdownBlock('```\nx')).toBe('````text\n```\nx\n````')
  })
})
