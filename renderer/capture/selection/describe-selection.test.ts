import { describe, expect, it } from 'vitest'
import { describeSelection, describeTime } from './describe-selection.ts'

const threads = [
  { pid: 1410, tid: 1410, name: 'nginx', process: 'nginx' },
  { pid: 1410, tid: 1412, name: 'worker', process: 'nginx' },
]

describe('the selection in words', () => {
  it('has a chip for each part', () => {
    const chips = describeSelection(
      {
        time: { from: 2.1e9, to: 3.4e9 },
        threads: [{ pid: 1410, tid: 1412 }],
        function: { name: 'fsync', module: 'libc.so' },
        latency: { from: 20e6, to: Number.MAX_SAFE_INTEGER },
        call: 'fsync',
      },
      threads,
    )
    expect(chips.map(({ name, text }) => `${name} ${text}`)).toEqual([
      'time 2.1 to 3.4 s',
      'thread worker 1412',
      'function fsync',
      'call fsync',
      'latency ≥ 20 ms',
    ])
  })
  it('names a process by its own name, several by their number', () => {
    expect(describeSelection({ threads: [{ pid: 1410, tid: null }] }, threads)[0]).toMatchObject({
      name: 'process',
      text: 'nginx 1410',
    })
    expect(
      describeSelection(
        {
          threads: [
            { pid: 1410, tid: 1410 },
            { pid: 1410, tid: 1412 },
          ],
        },
        threads,
      )[0]?.text,
    ).toBe('2 chosen')
  })
  it('has a chip for each transform, in order, that takes away just it', () => {
    const hide = { type: 'hide', match: { by: 'module', module: '/lib/libc.so.6' } } as const
    const chips = describeSelection({ cpus: [3], transforms: [{ type: 'drop-kernel' }, hide] }, [])
    expect(chips.map(({ name, text, without }) => [`${name} ${text}`, without])).toEqual([
      ['CPU 3', { cpus: undefined }],
      ['drop kernel', { transforms: [hide] }],
      ['hide module libc.so.6', { transforms: [{ type: 'drop-kernel' }] }],
    ])
  })
  it('is nothing when all is selected', () => {
    expect(describeSelection({}, [])).toEqual([])
  })
  it('tells the ends of a short time apart', () => {
    expect(describeTime(2.1034e9, 2.1035e9)).toBe('2.1034 to 2.1035 s')
    expect(describeTime(0, 5e6)).toBe('0 to 5 ms')
  })
})
