/** The token in the printed URL and the session in the cookie: 256 bits each, compared in constant time. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const SECRET_BYTES = 32

export const makeSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url')

/** Hashed first, so that neither the content nor the length shows in the time that it takes. */
export const secretsEqual = (given: string, expected: string): boolean => {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}
