/**
 * Integers as zigzag LEB128 varints (7 bits a byte, low first; small negative ones stay small), plain or as
 * differences from the one before. Beyond 32 bits too, so in floating point where it must be.
 */

/** Differences of two such numbers, doubled by the zigzag, are still exact in a double: 2^51. 26 days in ns. */
export const LARGEST = 2 ** 51

/** Bytes of the longest varint of a doubled difference (53 bits). */
const LONGEST = 8
const HIGH_BITS = 2 ** 28

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

/** Fills `into`. Throws a RangeError unless the bytes hold exactly as many. */
export function decodeVarints(bytes: Uint8Array, into: Int32Array | Float64Array, delta: boolean): void {
  let at = 0
  let before = 0
  for (let i = 0; i < into.length; i++) {
    let byte = bytes[at++] ?? ended()
    let zigzag = byte & 0x7f
    if (byte >= 0x80) {
      let scale = 128
      do {
        byte = bytes[at++] ?? ended()
        zigzag += (byte & 0x7f) * scale
        scale *= 128
      } while (byte >= 0x80)
    }
    const value = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
    before = delta ? before + value : value
    into[i] = before
  }
  if (at !== bytes.length) throw new RangeError('The column holds more numbers than it should')
}

function ended(): never {
  throw new RangeError('The column holds fewer numbers than it should')
}
