import { describe, expect, it } from 'vitest'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { readFixtures } from '../testing/fixtures.ts'
import { foldedTotals, profileLines } from '../testing/profile-lines.ts'
import { perfJson } from './perf-json.ts'

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url))

interface File {
  samples: { comm: string; callchain: { symbol?: string }[] }[]
}

describe('the JSON of perf data convert', () => {
  it.each([...fixtures])('%s: every row', async (name, bytes) => {
    const lines = profileLines(parseBytes(perfJson, bytes))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./fixtures/${name}.expected.txt`)
  })

  it.each([...fixtures])('%s: how often there was each path', (_, bytes) => {
    const file: File = JSON.parse(new TextDecoder().decode(bytes))
    const totals = new Map<string, number>()
    for (const { comm, callchain } of file.samples) {
      const path = [comm, ...callchain.map(({ symbol }) => symbol ?? '[unknown]').reverse()].join(';')
      totals.set(path, (totals.get(path) ?? 0) + 1)
    }
    expect(foldedTotals(parseBytes(perfJson, bytes), 0)).toEqual(totals)
  })

  it('has threads, CPUs, addresses of 64 bits, and what is no sample counted', () => {
    const frame = { ip: '0xffffffff82203249', symbol: 'do_sys', dso: '[kernel.kallsyms]' }
    const text = JSON.stringify({
      'linux-perf-json-version': 1,
      samples: [
        {
          timestamp: 1032126799232,
          pid: 1,
          tid: 2,
          cpu: 3,
          comm: 'sh',
          callchain: [frame, { ip: '0x10', dso: 'libc.so' }],
        },
        { timestamp: 1032126799231, pid: 1, tid: 1, comm: 'sh', callchain: [{ ip: 'x' }, 5] },
        { pid: 1 },
        7,
      ],
    })
    expect(profileLines(parseBytes(perfJson, text))).toEqual([
      'clock 1032126799231, duration 1',
      'samples 0 "samples" in count, 2 rows: samples',
      '  0 [sh 1/1] 1: [unknown] ; [unknown]',
      '  1 [sh 1/2] cpu3 1: [unknown] (libc.so) 0x10 ; do_sys ([kernel.kallsyms]) kernel 0xffffffff82203249',
      expect.stringMatching(/^unparsed 1: Left out: samples without a time/),
      expect.stringMatching(/^unparsed 1: Left out: samples that are no objects/),
    ])
  })
})

describeDamage(perfJson, fixtures)
