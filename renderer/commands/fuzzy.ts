/** Fuzzy matching for the palette: the characters in order, those that begin words or follow each other first. */

export interface FuzzyMatch {
  readonly score: number
  /** indices of the matched characters in the text */
  readonly at: readonly number[]
}

const IN_A_ROW = 5
const WORD_START = 8
const TEXT_START = 4

/**
 * The best way to find `pattern` in `text`, or null. Case does not count; blanks in the pattern are left out.
 * Dynamic programming over pattern x text, so that 'ca' in 'cpu cache' finds the word and not c...a.
 */
export function matchFuzzy(pattern: string, text: string): FuzzyMatch | null {
  const wanted = [...pattern.toLowerCase().replaceAll(/\s+/g, '')]
  const given = text.toLowerCase()
  if (wanted.length === 0) return { score: 0, at: [] }
  if (wanted.length > given.length) return null
  const width = given.length
  // best[i * width + j]: score of the pattern up to i with its last character matched at j
  const best = new Float64Array(wanted.length * width).fill(Number.NEGATIVE_INFINITY)
  const from = new Int32Array(wanted.length * width).fill(-1)
  for (let i = 0; i < wanted.length; i++) {
    // the best of the previous row strictly before j
    let reach = Number.NEGATIVE_INFINITY
    let reachAt = -1
    for (let j = 0; j < width; j++) {
      if (given[j] === wanted[i]) {
        const here = WORD_START * Number(startsWord(text, j)) + TEXT_START * Number(j === 0)
        const follows = i > 0 && j > 0 ? best[(i - 1) * width + j - 1]! + IN_A_ROW : Number.NEGATIVE_INFINITY
        if (i === 0) best[j] = here
        else if (follows >= reach && follows !== Number.NEGATIVE_INFINITY) {
          best[i * width + j] = follows + here
          from[i * width + j] = j - 1
        } else if (reachAt >= 0) {
          best[i * width + j] = reach + here
          from[i * width + j] = reachAt
        }
      }
      if (i > 0 && best[(i - 1) * width + j]! > reach) {
        reach = best[(i - 1) * width + j]!
        reachAt = j
      }
    }
  }
  return readBest(best, from, wanted.length, width)
}

function readBest(best: Float64Array, from: Int32Array, rows: number, width: number): FuzzyMatch | null {
  let last = -1
  let score = Number.NEGATIVE_INFINITY
  for (let j = 0; j < width; j++) {
    if (best[(rows - 1) * width + j]! > score) {
      score = best[(rows - 1) * width + j]!
      last = j
    }
  }
  if (last < 0) return null
  const at: number[] = []
  for (let i = rows - 1, j = last; i >= 0; i--) {
    at.unshift(j)
    j = from[i * width + j]!
  }
  // of two texts that match alike the shorter is meant
  return { score: score - width / 100, at }
}

function startsWord(text: string, index: number): boolean {
  if (index === 0) return true
  const before = text[index - 1] ?? ''
  const here = text[index] ?? ''
  return !/[\p{L}\p{N}]/u.test(before) || (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(here))
}

export interface Ranked<T> {
  readonly item: T
  readonly match: FuzzyMatch
}

/** Those that match, best first; of equals the order stays. */
export function rankFuzzy<T>(pattern: string, items: readonly T[], textOf: (item: T) => string): Ranked<T>[] {
  const ranked: Ranked<T>[] = []
  for (const item of items) {
    const match = matchFuzzy(pattern, textOf(item))
    if (match !== null) ranked.push({ item, match })
  }
  return ranked.sort((a, b) => b.match.score - a.match.score)
}
