import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isExpected } from '../errors/errors.ts'
import { bpftraceSyscalls } from './bpftrace-syscalls.ts'
import type { ExportOptions } from './exporter.ts'
import { foldedComm } from './fold-names.ts'
import { compareBytes, foldToText } from './folded.ts'
import type { Format } from './format.ts'
import { perfScript } from './perf-script.ts'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)))

const parse = (format: Format, input: Uint8Array | string) => {
  const parser = format.createParser()
  parser.push(typeof input === 'string' ? new TextEncoder().encode(input) : input)
  return parser.finish()
}

const fold = (input: Uint8Array | string, options: ExportOptions = {}): string =>
  Array.from(foldToText(parse(perfScript, input), options), (chunk) => new TextDecoder().decode(chunk)).join(
    '',
  )

/**
 * The script's rules over the text itself, paragraph by paragraph, with nothing of the program under test: an
 * event's paragraph has its header and its frames, and only paragraphs of the first event count.
 */
const foldAsTheScriptDoes = (text: string): string => {
  const totals = new Map<string, number>()
  let onlyEvent: string | undefined
  const paragraphs = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .split('\n\n')
  for (const paragraph of paragraphs) {
    let comm: string | undefined
    let period = 1
    const outermostFirst: string[] = []
    for (const line of paragraph.split('\n')) {
      const header = line.match(/^(\S.+?)\s+(\d+)\/*(\d+)*\s+/)
      if (header) {
        const event = line.match(/:\s*(\d+)*\s+(\S+):\s*$/)
        if (event) {
          onlyEvent ??= event[2]
          if (event[2] !== onlyEvent) continue
        }
        comm = header[1]!.replace(/ /g, '_')
        period = Number(event?.[1] ?? 0) || 1
        continue
      }
      const frame = line.match(/^\s*(\w+)\s*(.+) \((.*)\)/)
      if (!frame || comm === undefined) continue
      const symbol = frame[2]!.replace(/\+0x[\da-f]+$/, '')
      if (symbol[0] === '(') continue
      const module = frame[3]!
      const calls = symbol.replace(/(->)+$/, '').split('->')
      const written = calls.map((call, i) => {
        let name = call
        if (name === '[unknown]') {
          name = module === '[unknown]' ? '[unknown]' : `[${module.slice(module.lastIndexOf('/') + 1)}]`
        }
        name = name.split(';').join(':')
        if (name.search(/\.\(.*\)\./) < 0) name = name.replace(/\((?!anonymous namespace\)).*/, '')
        name = name.replace(/"/g, '').replace(/'/g, '')
        if (comm!.startsWith('java') && name.includes('/')) name = name.replace(/^L/, '')
        return i > 0 && !name.includes('_[i]') ? `${name}_[i]` : name
      })
      outermostFirst.unshift(...written)
    }
    if (comm === undefined) continue
    const stack = [comm, ...outermostFirst].join(';')
    totals.set(stack, (totals.get(stack) ?? 0) + period)
  }
  return [...totals]
    .map(([stack, total]) => ({ stack: Buffer.from(stack), total }))
    .sort((a, b) => Buffer.compare(a.stack, b.stack))
    .map(({ stack, total }) => `${stack} ${total}\n`)
    .join('')
}

describe('folded text', () => {
  it.each([
    'perf-fp.txt',
    'perf-dwarf-inlined.txt',
    'perf-cpp.txt',
    'perf-sched-switch-trace.txt',
    'perf-three-events.txt',
    'perf-jit-node.txt',
    'perf-jit-java.txt',
    'perf-lost.txt',
    'perf-with-header.txt',
  ])('of %s is what stackcollapse-perf.pl makes of the same text', (name) => {
    const text = new TextDecoder().decode(fixture(name))
    const folded = fold(text)
    expect(folded).toBe(foldAsTheScriptDoes(text))
    expect(folded).not.toBe('')
  })

  it('sums the periods of equal stacks and sorts by bytes', () => {
    const sample = (comm: string, period: number, frames: string[]) =>
      `${comm} 1/1 [000] 1.0: ${period} cpu-clock: \n${frames.map((frame) => `\t 1 ${frame} (/b)\n`).join('')}\n`
    const text = [
      sample('ab', 5, ['f', 'main']),
      sample('ab', 7, ['f', 'main']),
      sample('ab', 1, ['main']),
      sample('ab', 1, ['f.cold', 'main']),
      sample('ab', 1, ['g', 'f', 'main']),
      sample('ab', 1, ['𝒇', 'main']),
      sample('ab', 1, ['\uff46', 'main']),
      sample('a b', 2, []),
    ].join('')
    const folded = [
      'a_b 2',
      'ab;main 1',
      'ab;main;f 12',
      'ab;main;f.cold 1',
      'ab;main;f;g 1',
      'ab;main;\uff46 1',
      'ab;main;𝒇 1',
      '',
    ].join('\n')
    expect(fold(text)).toBe(folded)
    expect(foldAsTheScriptDoes(text)).toBe(folded)
  })

  it('tidies names as the script does', () => {
    const frames = [
      ['operator new(unsigned long)+0x1c', '/lib/libstdc++.so.6'],
      ['std::vector<int, std::allocator<int> >::push_back(int const&)', '/bin/a'],
      ['a::(anonymous namespace)::run(int)', '/bin/a'],
      ['(anonymous namespace)::skipped(int)', '/bin/a'],
      ['net/http.(*Client).Do', '/bin/go'],
      ['Ptr::operator->() const', '/bin/a'],
      ['Outer::run->Inner::step->leaf', '/tmp/perf-1.map'],
      ['RegExp:[&<>"\']', '/tmp/perf-1.map'],
      ['Lorg/x/Member;.<init>(Ljava/lang/reflect/Method;)V', '/tmp/perf-1.map'],
      ['LinkResolver::resolve(int)', '/usr/lib/libjvm.so'],
      ['[unknown]', '/usr/lib/libc.so.6'],
      ['[unknown]', '[unknown]'],
      ['[unknown]', '[kernel.kallsyms]'],
      ['[unknown]', 'inlined'],
    ]
    const text = ['java', 'javac', 'other']
      .map((comm) => {
        const lines = frames.map(([symbol, module]) => `\t 1 ${symbol} (${module})\n`)
        return `${comm} 1/1 [000] 1.0: 3 cpu-clock: \n${lines.join('')}\n`
      })
      .join('')
    expect(fold(text)).toBe(foldAsTheScriptDoes(text))
    expect(fold(text).split('\n')[0]).toBe(
      'java;[inlined];[[kernel.kallsyms]];[unknown];[libc.so.6];LinkResolver::resolve;org/x/Member:.<init>;RegExp:[&<>];' +
        'Outer::run;Inner::step_[i];leaf_[i];Ptr::operator;_[i];net/http.(*Client).Do;' +
        'a::(anonymous namespace)::run;std::vector<int, std::allocator<int> >::push_back;operator new 3',
    )
  })

  it('ends a comm where the script does, and keeps one that it would lose', () => {
    expect(foldedComm('worker 1', 7, 8)).toBe('worker')
    expect(foldedComm('Chrome ChildIOT', 7, 8)).toBe('Chrome_ChildIOT')
    expect(foldedComm('kworker/0:1', 7, 8)).toBe('kworker/0:1')
    expect(foldedComm('a', 7, 8)).toBe('a')
  })

  it('writes modules that are deleted by their name', () => {
    expect(fold(fixture('perf-deleted-module.txt'))).toContain(';[memfd:sealed-91173221a7ea];')
  })

  it('comes in chunks that end with a newline', () => {
    const samples = Array.from(
      { length: 5_000 },
      (_, i) =>
        `ab 1/1 [000] 1.0: 1 cpu-clock: \n\t ${i.toString(16)} function_${i}_${'x'.repeat(60)} (/b)\n\n`,
    ).join('')
    const chunks = Array.from(foldToText(parse(perfScript, samples)))
    expect(chunks.length).toBeGreaterThan(1)
    for (const chunk of chunks) expect(chunk.at(-1)).toBe(10)
    const lines = chunks.map((chunk) => new TextDecoder().decode(chunk)).join('')
    expect(lines).toBe(foldAsTheScriptDoes(samples))
  })

  it('folds a stack of a hundred thousand frames', () => {
    const text = `ab 1/1 [000] 1.0: 1 cpu-clock: \n${'\t 1 f (/b)\n\t 2 g (/b)\n'.repeat(50_000)}\n`
    expect(fold(text).length).toBe('ab'.length + 200_000 + ' 1\n'.length)
  })

  it('writes names in full when asked', () => {
    const text =
      'my app 7/7 [000] 1.0: 3 cpu-clock: \n\t 1 f<a;b>(int)+0x3 (/b)\n\t 2 [unknown] (/lib/c d.so)\n\n'
    expect(fold(text, { raw: true })).toBe('my app;[/lib/c d.so];f<a:b>(int) 3\n')
    expect(fold(text)).toBe('my_app;[c d.so];f<a:b> 3\n')
  })

  it('writes all events when asked, each below its name', () => {
    const sample = (event: string, period: number) =>
      `ab 1/1 [000] 1.0: ${period} ${event}: \n\t 1 f (/b)\n\n`
    const text = sample('cycles', 5) + sample('cache-misses', 2) + sample('cycles', 6)
    expect(fold(text)).toBe('ab;f 11\n')
    expect(fold(text, { allEvents: true })).toBe('cache-misses;ab;f 2\ncycles;ab;f 11\n')
  })

  it('refuses a capture without samples', () => {
    const profile = parse(bpftraceSyscalls, fixture('bpftrace-syscalls.json'))
    expect(() => Array.from(foldToText(profile))).toThrow(
      expect.toSatisfy((error) => isExpected(error) && error.code === 'export.unsupported'),
    )
  })

  it('compares bytes as memcmp does', () => {
    const sorted = ['', 'a', 'a.', 'a;', 'ab'].map((text) => new TextEncoder().encode(text))
    expect([...sorted].reverse().sort(compareBytes)).toEqual(sorted)
  })
})
