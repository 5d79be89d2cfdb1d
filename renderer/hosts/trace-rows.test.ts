import { expect, it } from 'vitest'
import type { TraceStep } from '../../shared/model/connect-trace.ts'
import { addStep, traceHops } from './trace-rows.ts'

const step = (hop: number, name: TraceStep['step'], change: Partial<TraceStep> = {}): TraceStep => ({
  ...{ hop, hopName: `hop ${hop}`, step: name, state: 'done', took: 3, detail: '', remedy: '' },
  ...change,
})

it('a step that was told before is replaced where it stands', () => {
  const running = step(0, 'resolve', { state: 'running', took: null })
  const steps = [running, step(0, 'tcp')].reduce(addStep, [] as readonly TraceStep[])
  expect(addStep(steps, step(0, 'resolve', { detail: '10.0.0.1' }))).toEqual([
    step(0, 'resolve', { detail: '10.0.0.1' }),
    step(0, 'tcp'),
  ])
  expect(addStep(steps, step(1, 'tcp'))).toHaveLength(3)
})

it('hops come in order, and the last one shows what was not reached', () => {
  const hops = traceHops([
    step(0, 'config', { hopName: '' }),
    step(0, 'tcp'),
    step(1, 'tcp'),
    step(1, 'banner', { state: 'failed', detail: 'no SSH', remedy: 'Check the port.' }),
  ])
  expect(hops.map(({ name, rows }) => [name, rows.map((row) => `${row.step} ${row.state}`)])).toEqual([
    ['hop 0', ['config done', 'tcp done']],
    [
      'hop 1',
      [
        ...['tcp done', 'banner failed', 'key-exchange not-reached', 'host-key not-reached'],
        ...['authentication not-reached', 'shell not-reached', 'probe not-reached'],
      ],
    ],
  ])
  expect(traceHops([step(0, 'shell')])[0]?.rows.map((row) => row.step)).toEqual(['shell', 'probe'])
  expect(traceHops([])).toEqual([])
})
