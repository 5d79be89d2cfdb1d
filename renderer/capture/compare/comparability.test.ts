import { describe, expect, it } from 'vitest'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { warnOfUnlike } from './comparability.ts'

const stream = { id: 0, kind: 'samples', event: 'cpu-clock', unit: 'ns', title: 'CPU', length: 1 } as const
const capture: CaptureDetail = {
  id: 'a',
  name: 'a',
  hostId: null,
  hostLabel: 'web-1',
  recipeId: 'cpu-profile',
  recipeTitle: 'CPU profile',
  state: 'done',
  startedAt: 0,
  duration: 1,
  events: 1,
  lost: 0,
  incomplete: false,
  bytes: 0,
  tracerCpuPercent: null,
  error: null,
  sample: false,
  noteCount: 0,
  pinCount: 0,
  parameters: { frequency: 49, pids: [1] },
  commands: [],
  toolMessages: '',
  cost: null,
  probe: null,
  anchors: [],
  states: [],
  losses: [],
  streams: [],
  threads: [],
  artifacts: [],
  firstView: 'flame',
}

describe('what speaks against a comparison', () => {
  it('is nothing for two captures of the same kind, of other processes', () => {
    const other = { ...capture, parameters: { frequency: 49, pids: [2] } }
    expect(warnOfUnlike(capture, other, stream, stream)).toEqual([])
  })
  it('names unlike events, units and parameters', () => {
    const other = { ...capture, parameters: { frequency: 99, pids: [1] } }
    expect(warnOfUnlike(capture, other, stream, { ...stream, event: 'cycles', unit: 'cycles' })).toEqual([
      'A counts cpu-clock, B counts cycles: shares may differ for that reason alone.',
      'A is in ns, B in cycles: compare shares, not totals.',
      'The captures were made with other parameters: frequency 49 and 99.',
    ])
  })
  it('says when they do not measure the same at all', () => {
    const slices = { ...stream, kind: 'slices' } as const
    const other = { ...capture, recipeId: 'syscall-latency', recipeTitle: 'System call latency' }
    expect(warnOfUnlike(capture, other, stream, slices)).toEqual([
      'A has samples, B has slices: they do not measure the same.',
      'A is CPU profile, B is System call latency.',
    ])
  })
})
