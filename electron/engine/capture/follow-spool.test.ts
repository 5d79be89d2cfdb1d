import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Transport } from '../transport/transport.ts'
import { ActiveCapture } from './active-capture.ts'
import { type Followed, followSpool, followTimes, mostBytes } from './follow-spool.ts'
import { hostScripts } from './host-scripts.ts'

const budget = { bytes: 1_048_576, renderSeconds: 10 }
const scripts = hostScripts((name) => name)

const recording = 'begin=1\nstate=recording\nend=1\nsupervisor_running=yes\n'
const finished = 'begin=1\nstate=finished\nend=1\nsupervisor_running=no\n'

/** A host that answers each look at the spool with what `answer` gives: status lines and bytes. */
const follow = (answer: () => { status: string; data?: Uint8Array }) => {
  const transport: Transport = {
    description: 'a host that is made up',
    closed: new Promise(() => {}),
    close: () => {},
    run: (script, { converse, onStdout }) =>
      new Promise((_resolve, reject) => {
        onStdout?.(Buffer.from(`login files print\n${/^nonce=(\w+)$/m.exec(script)?.[1]} ready\n`))
        converse?.((line) => {
          const [nonce, offset] = line.split(' ')
          if (offset === undefined) return
          try {
            const { status, data = new Uint8Array() } = answer()
            onStdout?.(Buffer.from(`${nonce} begin\n${status}${nonce} data\n`))
            onStdout?.(data)
            onStdout?.(Buffer.from(`\n${nonce} end\n`))
          } catch (error) {
            reject(error)
          }
        })
      }),
  }
  const active = new ActiveCapture(
    {
      ...{ captureId: 'c1', name: '', hostLabel: '', state: 'running', phase: '', connection: 'up' },
      ...{ elapsedSeconds: 0, plannedSeconds: 5, bytes: 0, received: 0, budgetBytes: 0, tracerCpuSeconds: 0 },
    },
    () => {},
  )
  return followSpool({
    active,
    library: { appendArtifact: async (_id, offset, bytes) => offset + bytes.length },
    scripts,
    spool: { directory: '/var/tmp/smokejumper-0/0123456789', hostBootId: '', elevated: false },
    artifactId: 1,
    received: 0,
    onSkipped: async () => {},
    open: async () => transport,
    times: followTimes,
    budget,
    watch: { see: async () => {} },
    onStatus: () => {},
  })
}

/** What became of it after that many minutes. */
const outcomeAfter = async (minutes: number, following: Promise<Followed | 'goes on'>): Promise<unknown> => {
  const outcome = following.catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(minutes * 60_000)
  return Promise.race([outcome, 'still following'])
}

describe('following a spool', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('takes no more from a host that sends without end', async () => {
    let sent = 0
    const piece = new Uint8Array(2 * 1024 * 1024)
    const outcome = await outcomeAfter(
      1,
      follow(() => {
        sent += piece.length
        return { status: recording, data: piece }
      }),
    )
    expect(outcome).toMatchObject({ code: 'capture.over-budget' })
    expect(sent).toBeLessThanOrEqual(mostBytes(budget.bytes) + piece.length)
  })

  it('does not wait for ever for a supervisor that says nothing new', async () => {
    expect(
      await outcomeAfter(
        3,
        follow(() => ({ status: recording })),
      ),
    ).toBe('still following')
    expect(
      await outcomeAfter(
        4,
        follow(() => ({ status: recording })),
      ),
    ).toMatchObject({
      code: 'capture.spool',
    })
  })

  it('waits as long as there is news', async () => {
    let elapsed = 0
    const news = () => ({ status: `elapsed_ms=${++elapsed}\n${recording}` })
    expect(await outcomeAfter(8, follow(news))).toBe('still following')
  })

  it('tries a lost connection again though the clock here was set forward', async () => {
    let looks = 0
    const outcome = await outcomeAfter(
      1,
      follow(() => {
        looks += 1
        if (looks > 2) return { status: finished }
        vi.setSystemTime(Date.now() + 3_600_000)
        throw new SmokejumperError({ code: 'ssh.connection-lost', message: 'Lost.', remedy: 'Again.' })
      }),
    )
    expect(outcome).toMatchObject({ received: 0, status: { state: 'finished' } })
  })
})
