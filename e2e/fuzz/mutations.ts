/** Ways to break an input that are likely to meet a parser's assumptions: each gives other bytes, all from `random`. */

export interface Source {
  readonly random: () => number
  /** what stands in files of the format, and what many parsers stumble over */
  readonly tokens: readonly Uint8Array[]
  /** another input, to splice with */
  other(): Uint8Array
}

export type Mutation = (bytes: Uint8Array, source: Source) => Uint8Array

/** No mutation makes an input longer. */
export const MAX_BYTES = 4 * 1024 * 1024

const below = (random: () => number, limit: number): number => Math.floor(random() * limit)

export const pick = <T>(random: () => number, from: readonly T[]): T => {
  const one = from[below(random, from.length)]
  if (one === undefined) throw new Error('There is nothing to pick from')
  return one
}

/** A stretch [from, to), mostly short. */
const stretch = (random: () => number, length: number): readonly [number, number] => {
  const from = below(random, length)
  const longest = random() < 0.7 ? 80 : random() < 0.7 ? 2000 : length
  return [from, Math.min(length, from + below(random, longest))]
}

const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

const replace = (bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array =>
  concat(bytes.subarray(0, from), by, bytes.subarray(to))

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

const repeat = (bytes: Uint8Array, times: number): Uint8Array => {
  const joined = new Uint8Array(bytes.length * times)
  for (let at = 0; at < joined.length; at += bytes.length) joined.set(bytes, at)
  return joined
}

const NEWLINE = 10

/** The line around a place, with its end. */
const lineAround = (bytes: Uint8Array, place: number): readonly [number, number] => {
  const from = bytes.lastIndexOf(NEWLINE, place - 1) + 1
  const end = bytes.indexOf(NEWLINE, place)
  return [Math.min(from, place), end === -1 ? bytes.length : end + 1]
}

const numbers = [
  ...['0', '-1', '1', '127', '255', '4294967295', '4294967296', '-2147483649', '9007199254740993'],
  ...['9223372036854775807', '-9223372036854775808', '18446744073709551616', '1e400', '-1e-400', 'NaN'],
  ...['0x7fffffffffffffff', '1.7976931348623157e308', '00000000000000000000001', '0.0000000000000000001'],
  ...['99999999999999999999999999999999999999', 'Infinity', '-0', '1.', '.5', '1_000', '1,000', '٣'],
].map(ascii)

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57

export const mutations: Readonly<Record<string, Mutation>> = {
  cut: (bytes, { random }) => bytes.subarray(0, below(random, bytes.length + 1)),
  behead: (bytes, { random }) => bytes.subarray(below(random, bytes.length + 1)),
  flip(bytes, { random }) {
    const flipped = bytes.slice()
    for (let flips = 1 + below(random, 20); flips > 0 && flipped.length > 0; flips--) {
      const at = below(random, flipped.length)
      flipped[at] = random() < 0.5 ? flipped[at]! ^ (1 << below(random, 8)) : below(random, 256)
    }
    return flipped
  },
  insert(bytes, { random }) {
    const some = Uint8Array.from({ length: 1 + below(random, 40) }, () => below(random, 256))
    const at = below(random, bytes.length + 1)
    return replace(bytes, at, at, some)
  },
  remove: (bytes, { random }) => replace(bytes, ...stretch(random, bytes.length), new Uint8Array(0)),
  duplicate(bytes, { random }) {
    const [from, to] = stretch(random, bytes.length)
    if (to === from) return bytes
    const most = Math.max(1, Math.floor(Math.min(random() < 0.9 ? 20_000 : MAX_BYTES / 4) / (to - from)))
    return replace(bytes, to, to, repeat(bytes.subarray(from, to), 1 + below(random, most)))
  },
  move(bytes, { random }) {
    const [from, to] = stretch(random, bytes.length)
    const moved = bytes.slice(from, to)
    const rest = replace(bytes, from, to, new Uint8Array(0))
    const at = below(random, rest.length + 1)
    return replace(rest, at, at, moved)
  },
  splice(bytes, { random, other }) {
    const with_ = other()
    return concat(
      bytes.subarray(0, below(random, bytes.length + 1)),
      with_.subarray(below(random, with_.length + 1)),
    )
  },
  token(bytes, { random, tokens }) {
    let mutated = bytes
    for (let count = 1 + below(random, 6); count > 0; count--) {
      const at = below(random, mutated.length + 1)
      const token = pick(random, tokens)
      const to = random() < 0.5 ? at : Math.min(mutated.length, at + token.length)
      mutated = replace(mutated, at, to, token)
    }
    return mutated
  },
  number(bytes, { random }) {
    let mutated = bytes
    for (let count = 1 + below(random, 4); count > 0; count--) {
      const start = below(random, mutated.length)
      let from = start
      while (from < mutated.length && from - start < 2000 && !isDigit(mutated[from])) from++
      let to = from
      while (isDigit(mutated[to])) to++
      if (to > from) mutated = replace(mutated, from, to, pick(random, numbers))
    }
    return mutated
  },
  lines(bytes, { random }) {
    const [firstFrom, firstTo] = lineAround(bytes, below(random, bytes.length))
    const [from, to] = lineAround(bytes, below(random, bytes.length))
    if (random() < 0.5) return replace(bytes, from, to, bytes.slice(firstFrom, firstTo))
    const times = Math.min(1 + below(random, 300), Math.ceil(100_000 / Math.max(1, to - from)))
    return replace(bytes, from, to, repeat(bytes.subarray(from, to), times))
  },
  carriageReturns(bytes, { random }) {
    const often = random()
    const out: number[] = []
    for (const byte of bytes) {
      if (byte === NEWLINE && random() < often) out.push(13)
      out.push(byte)
    }
    return Uint8Array.from(out)
  },
  zeroes(bytes, { random }) {
    const [from, to] = stretch(random, bytes.length)
    return random() < 0.5
      ? bytes.slice().fill(0, from, to)
      : replace(bytes, from, from, new Uint8Array(to - from))
  },
  wide(bytes, { random }) {
    const wide = new Uint8Array(bytes.length * 2)
    const at = random() < 0.5 ? 0 : 1
    for (const [i, byte] of bytes.entries()) wide[i * 2 + at] = byte
    return wide
  },
  long(bytes, { random, tokens }) {
    const unit = random() < 0.5 ? Uint8Array.of(below(random, 256)) : pick(random, tokens)
    const length = random() < 0.9 ? 2 ** below(random, 18) : MAX_BYTES / 2
    const at = below(random, bytes.length + 1)
    return replace(bytes, at, at, repeat(unit, Math.ceil(length / Math.max(1, unit.length))))
  },
}

export const mutationNames = Object.keys(mutations)
