/** A remedy's text, taken apart into words and commands. */

export interface RemedyPart {
  readonly kind: 'words' | 'command'
  readonly text: string
}

/** What stands in backticks is a command to copy; the rest is words. */
export function splitRemedy(remedy: string): readonly RemedyPart[] {
  return remedy
    .split('`')
    .map((text, index): RemedyPart => ({ kind: index % 2 === 1 ? 'command' : 'words', text }))
    .filter(({ text }) => text.trim() !== '')
}
