/** The command line is not as it must be: told with the way to the help, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What `parseArgs` of node:util throws is a usage error too. */
export const isParseArgsError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

/** A whole number in decimal, within the range; `what` names the option. */
export const parseInteger = (text: string, what: string, min: number, max: number): number => {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`${what} takes a whole number from ${min} to ${max}, not "${text}".`)
}
