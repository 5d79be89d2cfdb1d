/** Bytes that are put together piece by piece, in bounded memory. */
const FIRST_BYTES = 1024

export interface ByteBlock {
  /** Of use up to `length`, until more is added. */
  readonly bytes: Uint8Array
  readonly length: number
  /** False when there is no room: nothing is added. */
  add(bytes: Uint8Array, start: number, end: number): boolean
  addByte(byte: number): boolean
  clear(): void
}

export const createByteBlock = (mostBytes: number): ByteBlock => {
  let block = new Uint8Array(FIRST_BYTES)
  let length = 0

  const makeRoom = (wanted: number): boolean => {
    if (wanted > mostBytes) return false
    if (wanted > block.length) {
      const larger = new Uint8Array(Math.min(mostBytes, Math.max(wanted, block.length * 2)))
      larger.set(block.subarray(0, length))
      block = larger
    }
    return true
  }

  return {
    get bytes() {
      return block
    },
    get length() {
      return length
    },
    add(bytes, start, end) {
      if (!makeRoom(length + end - start)) return false
      const into = block
      let to = length
      for (let at = start; at < end; at++) into[to++] = bytes[at]!
      length = to
      return true
    },
    addByte(byte) {
      if (!makeRoom(length + 1)) return false
      block[length++] = byte
      return true
    },
    clear() {
      length = 0
    },
  }
}
