/** Patterns as OpenSSH has them (ssh_config(5), PATTERNS): '*', '?', lists divided by commas, '!' for all but. */

/** '*' and '?' as in match_pattern(); goes back to the last star only, so that it takes no exponential time. */
export const matchesPattern = (pattern: string, name: string): boolean => {
  let p = 0
  let n = 0
  let star = -1
  let mark = 0
  while (n < name.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++
      mark = n
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++
      n++
    } else if (star >= 0) {
      p = star + 1
      n = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** A negated pattern that matches decides; negated ones alone match nothing. */
export const matchesPatterns = (name: string, patterns: readonly string[]): boolean => {
  let matched = false
  for (const pattern of patterns) {
    const isNegated = pattern.startsWith('!')
    if (!matchesPattern(isNegated ? pattern.slice(1) : pattern, name)) continue
    if (isNegated) return false
    matched = true
  }
  return matched
}

/** 'web-*,!web-9' */
export const matchesPatternList = (name: string, list: string): boolean =>
  matchesPatterns(name, list.split(','))

export const isPattern = (word: string): boolean => /[*?!]/.test(word)
