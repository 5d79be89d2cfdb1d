import { expect, it } from 'vitest'
import { captureDetail, makeEngine, makeInterrupts, makeTerminal } from '../cli-fixture.ts'
import { runMark } from './mark.ts'

it('a marker is of the moment at which the command was started, and says how wrong that may be', async () => {
  const asked: unknown[] = []
  const engine = makeEngine({
    'captures.mark': async (args) => {
      asked.push(args)
      return { markers: [{ captureId: 'c1', markerId: 'm1' }] }
    },
    'captures.get': async () => ({
      ...captureDetail('running'),
      markers: [{ id: 'm1', kind: 'mark', text: 'now', time: 1.2345e9, error: 1.5e6, madeAt: 0 }],
    }),
  })
  const { terminal, printed } = makeTerminal()
  const command = {
    kind: 'mark',
    json: false,
    library: null,
    ifDamaged: null,
    text: 'now',
    captureId: null,
  } as const
  expect(
    await runMark(command, { client: engine.client, terminal, interrupts: makeInterrupts().interrupts }),
  ).toBe(0)
  expect(asked).toEqual([{ text: 'now', agoMs: expect.any(Number) }])
  expect(printed.join('')).toBe('c1  CPU of web^[[31m: marked at 1.234 s ± 2 ms\n')
})
