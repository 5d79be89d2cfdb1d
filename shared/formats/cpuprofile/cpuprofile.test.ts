import { describe, expect, it } from 'vitest'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { readFixtures } from '../testing/fixtures.ts'
import { foldedTotals, profileLines } from '../testing/profile-lines.ts'
import { cpuprofile } from './cpuprofile.ts'

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url))

interface File {
  nodes: { id: number; callFrame: { functionName: string }; children?: number[] }[]
  startTime: number
  endTime: number
  samples: number[]
  timeDeltas: number[]
}

/** Time in each path, counted from the file with nothing of the reader under test. */
const totalsOf = ({ nodes, startTime, endTime, samples, timeDeltas }: File): ReadonlyMap<string, number> => {
  const pathOf = new Map<number, string>()
  const walk = (id: number, path: string) => {
    const node = nodes.find((one) => one.id === id)!
    const name = node.callFrame.functionName
    const here = name === '(root)' ? path : `${path};${name || '(anonymous)'}`
    pathOf.set(id, here)
    for (const child of node.children ?? []) walk(child, here)
  }
  walk(nodes[0]!.id, '-')
  let at = startTime
  const timed = samples.map((id, i) => {
    at += timeDeltas[i]!
    return { id, at }
  })
  timed.sort((a, b) => a.at - b.at)
  const totals = new Map<string, number>()
  timed.forEach((sample, i) => {
    const weight = Math.max(0, (timed[i + 1]?.at ?? endTime) - sample.at) * 1000
    const path = pathOf.get(sample.id)!
    totals.set(path, (totals.get(path) ?? 0) + weight)
  })
  return totals
}

describe('CPU profiles of Node', () => {
  it.each([...fixtures])('%s: every row', async (name, bytes) => {
    const lines = profileLines(parseBytes(cpuprofile, bytes))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./fixtures/${name}.expected.txt`)
  })

  it.each([...fixtures])('%s: the time in each path', (_, bytes) => {
    const file: File = JSON.parse(new TextDecoder().decode(bytes))
    expect(foldedTotals(parseBytes(cpuprofile, bytes), 0)).toEqual(totalsOf(file))
  })

  it('are known by their content', () => {
    for (const bytes of fixtures.values()) expect(cpuprofile.sniff(bytes.subarray(0, 4096))).toBe(1)
  })
})

describe('a CPU profile', () => {
  const node = (id: number, functionName: string, children: number[] = []) => ({
    ...{ id, children, callFrame: { functionName, url: functionName === 'f' ? 'file:///a.js' : '' } },
  })
  const file = {
    nodes: [node(1, '(root)', [2, 3]), node(2, 'f', [4]), node(3, '(idle)'), node(4, '')],
    startTime: 1000,
    endTime: 1100,
    samples: [2, 4, 3, 9],
    timeDeltas: [10, 20, -5, 50],
  }

  it('has samples out of order put in order, and names what has none', () => {
    expect(profileLines(parseBytes(cpuprofile, JSON.stringify(file)))).toEqual([
      'clock 1000000, duration 100000',
      'samples 0 "v8 cpu profile" in ns, 4 rows: CPU profile (V8)',
      '  10000 [-] 15000: f (file:///a.js) jit',
      '  25000 [-] 5000: (idle)',
      '  30000 [-] 45000: f (file:///a.js) jit ; (anonymous)',
      '  75000 [-] 25000: -',
    ])
  })

  it('that is cut before its times keeps its samples, counted', () => {
    const text = JSON.stringify(file)
    expect(profileLines(parseBytes(cpuprofile, text.slice(0, text.indexOf(',"timeDeltas'))))).toEqual([
      'clock 1000000, duration 100000',
      'samples 0 "v8 cpu profile" in count, 4 rows: samples without times (V8)',
      '  0 [-] 1: f (file:///a.js) jit',
      '  0 [-] 1: f (file:///a.js) jit ; (anonymous)',
      '  0 [-] 1: (idle)',
      '  0 [-] 1: -',
      expect.stringMatching(/^unparsed 4: Left out: times of samples, which are counted instead/),
      expect.stringMatching(/^truncated 1: The JSON ends at byte/),
    ])
  })

  it('whose nodes are each other’s children is read to its end', () => {
    const nodes = [node(1, 'a', [2]), node(2, 'b', [1])]
    const profile = parseBytes(cpuprofile, JSON.stringify({ ...file, nodes, samples: [1], timeDeltas: [0] }))
    expect(profile.streams[0]!.length).toBe(1)
  })
})

describeDamage(cpuprofile, fixtures)
