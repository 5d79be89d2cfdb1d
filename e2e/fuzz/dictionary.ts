/** Words that a parser waits for: taken from the fixtures of its format, and some of every format. */

const common = [
  ...[
    '\n',
    '\r\n',
    '\n\n',
    '\r',
    '\t',
    ' ',
    '  ',
    '        ',
    '\0',
    '\ufeff',
    '\u2028',
    '\u{1b}[31m',
    '\\',
    '\\u',
    '\\ud800',
  ],
  ...[
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    ',',
    ':',
    ';',
    '|',
    '@',
    '#',
    '=',
    '%',
    '-',
    '+',
    '.',
  ],
  ...[
    '[]',
    '{}',
    '""',
    '[[',
    ']]',
    '{"',
    '"}',
    '":',
    '",',
    'null',
    'true',
    'false',
    '[unknown]',
    '__proto__',
    'constructor',
  ],
  ...[
    'toString',
    'length',
    'hasOwnProperty',
    '...',
    '<unfinished ...>',
    ' resumed>',
    'swapper',
    'CPU:',
    '(inlined)',
  ],
]

const MOST_TOKENS = 2000

/** Words, numbers and what stands between them, each once. */
export const collectTokens = (files: readonly Uint8Array[]): readonly Uint8Array[] => {
  const words = new Set(common)
  for (const file of files) {
    // a byte a character: of binary formats the bytes themselves count
    const text = new TextDecoder('latin1').decode(file.subarray(0, 64 * 1024))
    for (const [word] of text.matchAll(/[\w@$]{1,40}|[^\w@$\s]{1,4}|\s{2,20}/g)) {
      if (words.size >= MOST_TOKENS) break
      words.add(word)
    }
  }
  return Array.from(words, (word) => new TextEncoder().encode(word))
}
