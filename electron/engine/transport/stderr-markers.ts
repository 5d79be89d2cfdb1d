/** Words of ours among what a command says on stderr: taken out, and told. Everything else passes unchanged. */
import { randomBytes } from 'node:crypto'
import { Transform } from 'node:stream'

/** What a marker may say behind its nonce, and the dot that ends it. */
const longestWord = 24

export const createNonce = (): string => `sj${randomBytes(12).toString('hex')}`

/**
 * A marker is `NONCEword.`, with a word of letters and digits. Nobody else knows the nonce, so that nothing else on
 * the host can make one.
 */
export const createMarkerFilter = (nonce: string, onMarker: (word: string) => void): Transform => {
  const marker = new RegExp(`${nonce}([a-z0-9]{1,${longestWord}})\\.`, 'g')
  let held = ''
  /** from where on the text may be the beginning of a marker */
  const beginOfMarker = (text: string): number => {
    const from = Math.max(0, text.length - nonce.length - longestWord)
    for (let at = from; at < text.length; at++) {
      const rest = text.slice(at)
      if (rest.length <= nonce.length ? nonce.startsWith(rest) : rest.startsWith(nonce)) return at
    }
    return text.length
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // latin1: each byte is one character, and comes back as it was
      const text = (held + chunk.toString('latin1')).replace(marker, (_, word: string) => {
        onMarker(word)
        return ''
      })
      const end = beginOfMarker(text)
      held = text.slice(end)
      done(null, Buffer.from(text.slice(0, end), 'latin1'))
    },
    flush(done) {
      done(null, Buffer.from(held, 'latin1'))
    },
  })
}
