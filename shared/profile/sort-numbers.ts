/**
 * The order of `keys` from small to large, equal keys as they come: a radix sort over the bits of the doubles, four
 * rounds of 16 bits each, rounds whose bits are all the same left out. A million keys take some tens of ms, where
 * a comparing sort takes a second. Any number is in its place; NaN, which should not be there, comes last or first.
 */
export function orderNumbers(keys: Float64Array): Uint32Array {
  const { length } = keys
  // Doubles order like integers once the sign bit is flipped, and all the bits of negative ones.
  const words = new Uint32Array(Float64Array.from(keys, (key) => key + 0).buffer)
  for (let i = 0; i < length; i++) {
    const high = words[2 * i + 1]!
    if (high >>> 31) {
      words[2 * i] = ~words[2 * i]!
      words[2 * i + 1] = ~high
    } else words[2 * i + 1] = high | 0x8000_0000
  }

  let order = Uint32Array.from({ length }, (_, i) => i)
  let sorted = new Uint32Array(length)
  for (let round = 0; round < 4; round++) {
    const word = round >>> 1
    const shift = (round & 1) * 16
    const place = new Uint32Array(0x1_0000)
    for (let i = 0; i < length; i++) place[(words[2 * i + word]! >>> shift) & 0xffff]!++
    if (length === 0 || place[(words[word]! >>> shift) & 0xffff] === length) continue
    let before = 0
    for (let digit = 0; digit < place.length; digit++) {
      const here = place[digit]!
      place[digit] = before
      before += here
    }
    for (let i = 0; i < length; i++) {
      const item = order[i]!
      sorted[place[(words[2 * item + word]! >>> shift) & 0xffff]!++] = item
    }
    ;[order, sorted] = [sorted, order]
  }
  return order
}
