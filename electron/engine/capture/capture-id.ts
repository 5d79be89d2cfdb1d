/** Ids that people type: ten characters, sorted by time, without those that look alike (Crockford's base 32). */
import { randomInt } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const epoch = Date.UTC(2025, 0, 1)

const inBase32 = (value: number, length: number): string => {
  let text = ''
  let rest = value
  for (let index = 0; index < length; index++) {
    text = alphabet.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

/** Six characters of seconds (good until 2059), four of chance. */
export const newCaptureId = (now: number): string =>
  inBase32(Math.floor((now - epoch) / 1000), 6) + inBase32(randomInt(32 ** 4), 4)
