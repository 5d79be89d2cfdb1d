import { describe, expect, it } from 'vitest'
import type { Transport } from '../transport/transport.ts'
import { measureClock, parseTold } from './measure-clock.ts'
import type { OurClock } from './our-clock.ts'

const ms = 1e6
const since = 1_795_000_000_000

/** A host behind a made-up wire, with a clock of ours that only the wire moves on. */
const makeHost = (wire: {
  ahead: bigint
  ways: readonly [number, number][]
  tell?: (at: bigint) => string
}) => {
  let now = 0
  const clock: OurClock = { since, now: () => now }
  const tell = wire.tell ?? String
  const transport: Transport = {
    description: 'a host that is made up',
    closed: new Promise(() => {}),
    close: () => {},
    async run(script, { converse, onStdout }) {
      const nonce = /^echo (\w+) ready$/m.exec(script)?.[1] ?? ''
      const said: string[] = []
      converse?.((line) => said.push(line))
      // what a login shell prints, in the same breath
      await onStdout?.(Buffer.from(`motd\n${nonce} rea`))
      await onStdout?.(Buffer.from('dy\n'))
      let turn = 0
      for (let line = said.shift(); line !== undefined && line !== `${nonce} end`; line = said.shift()) {
        const [there, back] = wire.ways[turn++ % wire.ways.length] ?? [0, 0]
        now += there
        const host = BigInt(since) * 1_000_000n + BigInt(now) + wire.ahead
        now += back
        await onStdout?.(Buffer.from(`${line} ${tell(host)}\n`))
      }
      return { exitCode: 0, signal: null, stdout: new Uint8Array(), stderr: new Uint8Array() }
    },
  }
  return { transport, clock }
}

const never = new AbortController().signal

describe("a host's clock beside ours", () => {
  it('is told through ways of unlike length', async () => {
    const { transport, clock } = makeHost({
      ahead: 86_400_000_000_000n,
      ways: [
        [30 * ms, 4 * ms],
        [3 * ms, 1 * ms],
        [9 * ms, 50 * ms],
      ],
    })
    const measured = await measureClock(transport, clock, never)
    const { offset = 0, error = 0 } = measured?.reading ?? {}
    expect([offset, error]).toEqual([86_400_000 * ms + 1 * ms, 2.5 * ms])
    expect(measured?.slowestMs).toBe(59)
  })

  it('is coarse where date knows whole seconds only, and says so', async () => {
    const { transport, clock } = makeHost({
      ahead: 300_000_000n,
      ways: [[1 * ms, 1 * ms]],
      tell: (at) => `${at / 1_000_000_000n}%N`,
    })
    const { offset = 0, error = 0 } = (await measureClock(transport, clock, never))?.reading ?? {}
    expect(error).toBe(501.5 * ms)
    expect(Math.abs(offset - 300 * ms)).toBeLessThan(error)
  })

  it('is not known when the host says no time', async () => {
    const { transport, clock } = makeHost({ ahead: 0n, ways: [[0, 0]], tell: () => 'Sat Nov 28' })
    expect(await measureClock(transport, clock, never)).toBeNull()
  })

  it('is read from lines of our own only', () => {
    expect(parseTold('n 3 1795000000123456789', 'n')).toEqual({
      ...{ number: 3, at: 1_795_000_000_123_456_789n, isCoarse: false },
    })
    expect(parseTold('n 3 1795000000N', 'n')).toEqual({
      ...{ number: 3, at: 1_795_000_000_500_000_000n, isCoarse: true },
    })
    for (const line of ['m 3 1795000000123456789', 'n x 1795000000123456789', 'n 3 -5', 'n 3', ''])
      expect(parseTold(line, 'n')).toBeNull()
  })
})
