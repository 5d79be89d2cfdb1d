import { expect, it } from 'vitest'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { TraceStep } from '../../../shared/model/connect-trace.ts'
import { createConnectTrace } from './connect-trace.ts'

const setUp = () => {
  let time = 0
  const told: TraceStep[] = []
  const trace = createConnectTrace(
    () => ['ops@edge:22', 'deploy@web-3:22'],
    (step) => told.push(step),
    () => time,
  )
  return { trace, told, wait: (ms: number) => (time += ms) }
}
const words = ({ hop, step, state, took, detail, remedy }: TraceStep) => [
  hop,
  step,
  state,
  took,
  detail,
  remedy,
]

it('tells each change, and keeps each step once with how long it took', () => {
  const { trace, told, wait } = setUp()
  trace.on(0, 'tcp', 'running')
  wait(12)
  trace.on(0, 'tcp', 'done', '10.0.0.1')
  trace.on(1, 'host-key', 'running')
  wait(5)
  trace.on(1, 'host-key', 'asking')
  wait(1000)
  trace.on(1, 'host-key', 'done', 'accepted')
  expect(told.map(words)).toEqual([
    [0, 'tcp', 'running', null, '', ''],
    [0, 'tcp', 'done', 12, '10.0.0.1', ''],
    [1, 'host-key', 'running', null, '', ''],
    [1, 'host-key', 'asking', null, '', ''],
    [1, 'host-key', 'done', 1005, 'accepted', ''],
  ])
  expect(trace.steps()).toEqual([told[1], told[4]])
  expect(trace.steps().map(({ hopName }) => hopName)).toEqual(['ops@edge:22', 'deploy@web-3:22'])
})

it('what broke has the reason, what was around it only stopped', () => {
  const { trace, wait } = setUp()
  trace.on(0, 'banner', 'running')
  trace.on(0, 'banner', 'done')
  trace.on(0, 'key-exchange', 'running')
  wait(3)
  trace.on(0, 'host-key', 'running')
  wait(4)
  trace.fail(new SmokejumperError({ code: 'hostkey.changed', message: 'It has changed.', remedy: 'Ask.' }))
  expect(trace.steps().map(words)).toEqual([
    [0, 'banner', 'done', 0, '', ''],
    [0, 'key-exchange', 'failed', 7, 'not finished', ''],
    [0, 'host-key', 'failed', 4, 'It has changed.', 'Ask.'],
  ])
})

it('a later word on a step that is done keeps its time; a step that begins anew is measured anew', () => {
  const { trace, wait } = setUp()
  trace.on(0, 'key-exchange', 'running')
  wait(10)
  trace.on(0, 'key-exchange', 'done')
  wait(90)
  trace.on(0, 'key-exchange', 'done', 'curve25519-sha256')
  expect(trace.steps().map(words)).toEqual([[0, 'key-exchange', 'done', 10, 'curve25519-sha256', '']])
  trace.on(0, 'key-exchange', 'running')
  wait(1)
  trace.on(0, 'key-exchange', 'done')
  expect(trace.steps().map(words)).toEqual([[0, 'key-exchange', 'done', 1, 'curve25519-sha256', '']])
})
