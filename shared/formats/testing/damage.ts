/** Ways in which a file is broken: cut, flipped, another encoding, other line ends, endless. */

export const cutAtRandom = (bytes: Uint8Array, random: () => number): Uint8Array =>
  bytes.slice(0, Math.floor(random() * bytes.length))

/** Some bytes are others, at most 40. */
export const flipBytes = (bytes: Uint8Array, random: () => number): Uint8Array => {
  const flipped = bytes.slice()
  const flips = 1 + Math.floor(random() * 40)
  for (let flip = 0; flip < flips && flipped.length > 0; flip++) {
    flipped[Math.floor(random() * flipped.length)] = Math.floor(random() * 256)
  }
  return flipped
}

const NEWLINE = 10
const RETURN = 13

/** With a `\r` before every `\n` that has none. */
export const withCarriageReturns = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(bytes.length * 2)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === NEWLINE && bytes[at - 1] !== RETURN) out[length++] = RETURN
    out[length++] = bytes[at]!
  }
  return out.slice(0, length)
}

/** The text in UTF-16 with its byte-order mark, as an editor or PowerShell's `>` writes it. */
export const toUtf16 = (bytes: Uint8Array, littleEndian: boolean): Uint8Array => {
  const text = new TextDecoder().decode(bytes)
  const out = new DataView(new ArrayBuffer(2 + text.length * 2))
  out.setUint16(0, 0xfeff, littleEndian)
  for (let at = 0; at < text.length; at++) out.setUint16(2 + at * 2, text.charCodeAt(at), littleEndian)
  return new Uint8Array(out.buffer)
}

/** The beginning of the file, then `bytes` of one byte, in chunks that are the same memory: nothing grows here. */
export function* endlessly(beginning: Uint8Array, byte: number, bytes: number): Generator<Uint8Array> {
  yield beginning
  const chunk = new Uint8Array(64 * 1024).fill(byte)
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk.subarray(0, bytes - sent)
}
