/** The one place where text becomes part of a POSIX shell line. */
import { SmokejumperError } from '../errors/errors.ts'

/** Needs no quotes anywhere in a line. `=` only behind a leading `-`: `a=b` as a command word is an assignment. */
const plain = /^(?:[\w@%+:,./-]+|-[\w@%+=:,./-]+)$/

/** Words that are not a command's name when they stand, unquoted, where a command's name is expected. */
const reserved = new Set(
  'if then else elif fi do done case esac while until for in function select time coproc'.split(' '),
)

/**
 * Text as one word of a POSIX sh line: the shell hands exactly these characters to the command.
 * Words of plain characters stay as they are, so that the line reads well; everything else goes between
 * single quotes, in which nothing is special but the single quote itself (POSIX.1-2024, XCU 2.2.2).
 * Throws call.invalid-arguments for NUL, which no argument can hold, and for half a surrogate pair,
 * which has no UTF-8 form and would arrive as another character.
 */
export const quoteArgument = (text: string): string => {
  if (text.includes('\0')) throw refused(text, 'a NUL character, which no command argument can hold')
  if (/\p{Surrogate}/u.test(text)) throw refused(text, 'half of a surrogate pair, which is no character')
  return plain.test(text) ? text : inQuotes(text)
}

/** An argument list as one POSIX sh line that runs exactly this command. Same errors; an empty list is a bug. */
export const commandLine = (argv: readonly string[]): string => {
  const [command, ...rest] = argv
  if (command === undefined) throw new TypeError('commandLine: no command')
  const name = reserved.has(command) ? inQuotes(command) : quoteArgument(command)
  return [name, ...rest.map(quoteArgument)].join(' ')
}

const inQuotes = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const refused = (text: string, what: string) =>
  new SmokejumperError({
    code: 'call.invalid-arguments',
    message: `The argument ${JSON.stringify(text)} holds ${what}.`,
    remedy: 'Remove that character.',
  })
