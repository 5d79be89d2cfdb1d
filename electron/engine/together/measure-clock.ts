/** Holds a host's wall clock against ours, over the connection that is there. */
import { randomBytes } from 'node:crypto'
import type { ClockReading } from '../../../shared/model/capture-group.ts'
import type { Nanoseconds } from '../../../shared/units/units.ts'
import type { Transport } from '../transport/transport.ts'
import { type Exchange, estimateOffset } from './estimate-offset.ts'
import { type OurClock, ourClockError, toEpoch } from './our-clock.ts'

/** So many questions; the best of them counts. */
const exchanges = 12
const limitMs = 15_000

/**
 * Answers each line `NONCE NUMBER` with the wall clock, after the number. bash since 5.0 knows it by itself; everywhere
 * else `date` is started for each, which takes a millisecond or more and is part of the error. One run answers all: to
 * start it would be the longest part of the way.
 */
const script = (nonce: string): string => `LC_ALL=C
export LC_ALL
echo ${nonce} ready
while read -r word number; do
  [ "$word" = ${nonce} ] || continue
  case $number in end) exit ;; *[!0-9]*) continue ;; esac
  case \${EPOCHREALTIME-} in
  *.*) printf '${nonce} %s %s000\\n' "$number" "\${EPOCHREALTIME%.*}\${EPOCHREALTIME#*.}" ;;
  *) date "+${nonce} $number %s%N" ;;
  esac
done`

export interface ClockMeasured {
  readonly reading: ClockReading
  /** ms that the slowest answer took: what it takes to tell this host something */
  readonly slowestMs: number
}

/** Null when the host does not tell its time. Rejects as `Transport.run` does. */
export const measureClock = async (
  transport: Transport,
  clock: OurClock,
  signal: AbortSignal,
): Promise<ClockMeasured | null> => {
  const nonce = randomBytes(8).toString('hex')
  const base = BigInt(clock.since) * 1_000_000n
  const heard: (Exchange & { readonly isCoarse: boolean })[] = []
  let say: (line: string) => void = () => undefined
  let asked = 0
  let sent: Nanoseconds = 0
  const ask = () => {
    asked += 1
    sent = clock.now()
    say(asked > exchanges ? `${nonce} end` : `${nonce} ${asked}`)
  }
  let rest = ''
  await transport.run(script(nonce), {
    signal,
    timeoutMs: limitMs,
    converse: (write) => {
      say = write
    },
    onStdout: (bytes) => {
      const received = clock.now()
      const lines = `${rest}${Buffer.from(bytes).toString('latin1')}`.split('\n')
      // a host that says something else has no endless line remembered
      rest = (lines.pop() ?? '').slice(-200)
      for (const line of lines) {
        // not before: what comes with the script, some shells read with it
        if (line === `${nonce} ready`) ask()
        const told = parseTold(line, nonce)
        if (told?.number !== asked) continue
        heard.push({ sent, received, host: Number(told.at - base), isCoarse: told.isCoarse })
        ask()
      }
    },
  })
  const estimate = estimateOffset(heard)
  if (!estimate) return null
  const coarse = heard.some(({ isCoarse }) => isCoarse) ? wholeSeconds / 2 : 0
  return {
    reading: {
      offset: Math.round(estimate.offset),
      error: Math.ceil(estimate.error + coarse + ourClockError),
      at: toEpoch(clock, clock.now()),
    },
    slowestMs: Math.max(...heard.map((one) => one.received - one.sent)) / 1e6,
  }
}

const wholeSeconds: Nanoseconds = 1e9

/** `isCoarse`: a date without %N, which tells whole seconds; the middle of it is taken. */
export const parseTold = (
  line: string,
  nonce: string,
): { number: number; at: bigint; isCoarse: boolean } | null => {
  const [word, number = '', time = ''] = line.split(' ')
  const [, seconds, fraction] = /^(\d{9,11})(\d{9})?(?!\d)/.exec(time) ?? []
  if (word !== nonce || !/^\d{1,3}$/.test(number) || seconds === undefined) return null
  const whole = BigInt(seconds) * 1_000_000_000n
  return fraction === undefined
    ? { number: Number(number), at: whole + BigInt(wholeSeconds / 2), isCoarse: true }
    : { number: Number(number), at: whole + BigInt(fraction), isCoarse: false }
}
