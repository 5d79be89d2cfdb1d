/**
 * Integers as zigzag LEB128 varints (7 bits a byte, low first; small negative ones stay small), plain or as
 * differences from the one before. Beyond 32 bits too, so in floating point where it must be.
 */

/** Differences of two such numbers, doubled by the zigzag, are still exact in a double: 2^51. 26 days in ns. */
export const LARGEST = 2 ** 51

/** Bytes of the longest varint of a doubled difference (53 bits). */
const LONGEST = 8
const INTEGER_BITS = 28
const HIGH_BITS = 2 ** INTEGER_BITS

/** All of them integers within ±LARGEST, and none of them -0. */
export function areSmallIntegers(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isInteger(value) || value > LARGEST || value < -LARGEST || Object.is(value, -0)) return false
  }
  return true
}

export function encodeVarints(values: ArrayLike<number>, delta: boolean): Uint8Array {
  const bytes = new Uint8Array(values.length * LONGEST)
  let at = 0
  let before = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const difference = value - before
    if (delta) before = value
    let rest = difference < 0 ? -2 * difference - 1 : 2 * difference
    while (rest >= HIGH_BITS) {
      bytes[at++] = (rest % 128) | 0x80
      rest = Math.floor(rest / 128)
    }
    while (rest >= 0x80) {
      bytes[at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    bytes[at++] = rest
  }
  return bytes.subarray(0, at)
}

/**
 * Fills `into`. Throws a RangeError unless the bytes hold exactly as many.
 *
 * Up to 28 bits are put together as integers, which nearly all numbers are: half of the time.
 */
export function decodeVarints(bytes: Uint8Array, into: Int32Array | Float64Array, delta: boolean): void {
  const { length } = into
  const end = bytes.length
  let at = 0
  let before = 0
  for (let i = 0; i < length; i++) {
    if (at >= end) ended()
    let byte = bytes[at++]!
    let zigzag = byte & 0x7f
    for (let shift = 7; byte >= 0x80 && shift < INTEGER_BITS; shift += 7) {
      if (at >= end) ended()
      byte = bytes[at++]!
      zigzag |= (byte & 0x7f) << shift
    }
    let value: number
    if (byte < 0x80) value = (zigzag >>> 1) ^ -(zigzag & 1)
    else {
      for (let scale = HIGH_BITS; byte >= 0x80; scale *= 128) {
        if (at >= end) ended()
        byte = bytes[at++]!
        zigzag += (byte & 0x7f) * scale
      }
      const half = Math.floor(zigzag / 2)
      value = zigzag === 2 * half ? half : -half - 1
    }
    if (delta) {
      before += value
      into[i] = before
    } else into[i] = value
  }
  if (at !== end) throw new RangeError('The column holds more numbers than it should')
}

function ended(): never {
  throw new RangeError('The column holds fewer numbers than it should')
}
