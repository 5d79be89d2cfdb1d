/**
 * A line of strace: `[pid 12] 1795401598.477934 read(3, "", 10) = 0 <0.000021>`, where pid (also bare, with -o) and
 * time depend on -f, -t, -tt, -ttt and -r, and the duration on -T. Source: strace's man page and src/strace.c.
 */

export interface StraceLine {
  /** -1 when the line has none: there is one process only */
  readonly pid: number
  /** of -Y (--decode-pids=comm), else null */
  readonly comm: string | null
  /** as printed, null without -t or -r */
  readonly time: string | null
  readonly what:
    | { readonly kind: 'call'; readonly name: string; readonly text: string; readonly result: Result }
    | { readonly kind: 'unfinished'; readonly name: string; readonly text: string }
    | { readonly kind: 'resumed'; readonly name: string; readonly result: Result }
    | { readonly kind: 'signal' | 'exit'; readonly name: string }
}

export interface Result {
  /** NaN for `?` */
  readonly value: number
  /** seconds and nanoseconds of -T; null without */
  readonly duration: { readonly seconds: number; readonly nanoseconds: number } | null
}

const UNFINISHED = ' <unfinished ...>'

/** From `) = 0 <0.000021>`: what stands behind the last `=` that follows a parenthesis. Null when none does. */
const readResult = (text: string): Result | null => {
  let equals = text.lastIndexOf(' = ')
  // a few more may stand in a decoded path or in flags
  for (let tries = 0; equals > 0 && tries < 8; tries++) {
    let before = equals
    while (before > 0 && text[before - 1] === ' ') before--
    if (text[before - 1] === ')') break
    equals = text.lastIndexOf(' = ', before - 1)
  }
  if (equals <= 0) return null
  const rest = text.slice(equals + 3)
  const value = /^(?:(0x[\da-f]{1,16})|(-?\d{1,20})|\?)/.exec(rest)
  if (value === null) return null
  const duration = /<(\d{1,9})\.(\d{1,9})>$/.exec(rest)
  return {
    value: Number(value[1] ?? value[2] ?? Number.NaN),
    duration:
      duration === null
        ? null
        : { seconds: Number(duration[1]), nanoseconds: Number(duration[2]!.padEnd(9, '0')) },
  }
}

const readWhat = (text: string): StraceLine['what'] | null => {
  const signal = /^--- (SIG\w{1,20}|stopped by SIG\w{1,20}) /.exec(text)
  if (signal) return text.endsWith(' ---') ? { kind: 'signal', name: signal[1]! } : null
  const exit = /^\+\+\+ (exited with \d{1,10}|killed by SIG\w{1,20}|superseded by execve)/.exec(text)
  if (exit) return text.endsWith(' +++') ? { kind: 'exit', name: exit[1]! } : null
  const resumed = /^<\.\.\. (\w{1,64}) resumed>/.exec(text)
  if (resumed) {
    const result = readResult(text)
    return result === null ? null : { kind: 'resumed', name: resumed[1]!, result }
  }
  const name = /^(\w{1,64})\(/.exec(text)?.[1]
  if (name === undefined || /^\d/.test(name)) return null
  if (text.endsWith(UNFINISHED)) return { kind: 'unfinished', name, text }
  const result = readResult(text)
  return result === null ? null : { kind: 'call', name, text, result }
}

/** Null when the line is none. */
export const readStraceLine = (line: string): StraceLine | null => {
  const head =
    /^(?:\[pid\s{1,8}(\d{1,10})(?:<([^>]{0,64})>)?\] |(\d{1,10})(?:<([^>]{0,64})>)?\s{1,8})?\s{0,12}(?:(\d{1,12}\.\d{1,9}|\d\d:\d\d:\d\d(?:\.\d{1,9})?)\s{1,8})?/.exec(
      line,
    )!
  const what = readWhat(line.slice(head[0].length))
  if (what === null) return null
  return {
    pid: Number(head[1] ?? head[3] ?? -1) | 0,
    comm: head[2] ?? head[4] ?? null,
    time: head[5] ?? null,
    what,
  }
}

export interface StraceFrame {
  readonly module: string
  /** null where only the address is known */
  readonly symbol: string | null
  /** hexadecimal digits, offset in the module */
  readonly address: string
}

/** ` > /usr/lib/libc.so.6(fsync+0x10) [0xfece0]`, of -k. Null when the line is none. */
export const readStraceFrame = (line: string): StraceFrame | null => {
  const match = /^ > (.{1,4096})\((.*)\) \[0x([\da-f]{1,16})\]/.exec(line)
  if (match === null) return null
  const [, module, symbol, address] = match
  return {
    module: module!,
    symbol: symbol === '' ? null : symbol!.replace(/\+0x[\da-f]+$/, ''),
    address: address!,
  }
}
