/**
 * Whether a protobuf message is one that the decoder can be given: it trusts its input, and takes endless time for
 * endless numbers.
 */
export interface MessageShape {
  /** By number: numbers that may be packed, or a message. Others are numbers. */
  readonly [field: number]: 'numbers' | MessageShape
}

/** ValueType, Mapping, Function, Label, Line: fields of numbers only */
export const flat: MessageShape = {}
export const sampleShape: MessageShape = { 1: 'numbers', 2: 'numbers', 3: flat }
export const locationShape: MessageShape = { 4: flat }

const MAX_VARINT_BYTES = 10

/** Behind the varint at `start`, or -1 when it does not end in time. */
const endOfVarint = (bytes: Uint8Array, start: number, end: number): number => {
  const last = Math.min(end, start + MAX_VARINT_BYTES)
  for (let at = start; at < last; at++) if (bytes[at]! < 0x80) return at + 1
  return -1
}

const areNumbers = (bytes: Uint8Array, start: number, end: number): boolean => {
  let at = start
  while (at < end) {
    at = endOfVarint(bytes, at, end)
    if (at === -1) return false
  }
  return true
}

/** Whether bytes[start, end) is a message of that shape, with tags of one byte, as all of pprof's are. */
export const isSoundMessage = (
  bytes: Uint8Array,
  start: number,
  end: number,
  shape: MessageShape,
): boolean => {
  let at = start
  while (at < end) {
    const tag = bytes[at++]!
    const type = tag & 7
    if (tag >= 0x80 || tag < 8 || (type !== 0 && type !== 2)) return false
    const bodyStart = endOfVarint(bytes, at, end)
    if (bodyStart === -1) return false
    const inner = shape[tag >> 3]
    if (type === 0) {
      // the decoder would read a number as a message
      if (typeof inner === 'object') return false
      at = bodyStart
      continue
    }
    // 4 bytes hold every length that fits into a field
    if (bodyStart - at > 4) return false
    let length = 0
    for (let digit = at; digit < bodyStart; digit++) length |= (bytes[digit]! & 0x7f) << (7 * (digit - at))
    at = bodyStart + length
    if (at > end) return false
    if (inner === undefined) return false
    if (inner === 'numbers' && !areNumbers(bytes, bodyStart, at)) return false
    if (typeof inner === 'object' && !isSoundMessage(bytes, bodyStart, at, inner)) return false
  }
  return true
}
