/** A remedy's text, taken apart into words and commands. */

export interface RemedyPart {
  readonly kind: 'words' | 'command'
  readonly text: string
}

/** What stands in backticks is a command to copy; the rest is words. A full stop behind a command is left out: it is not part of it. */
export function splitRemedy(remedy: string): readonly RemedyPart[] {
  return remedy
    .split('`')
    .map((text, index): RemedyPart => ({ kind: index % 2 === 1 ? 'command' : 'words', text }))
    .filter(({ text }) => !/^[\s.]*$/.test(text))
}
