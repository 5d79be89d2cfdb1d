/** Percent tokens and ${NAME} in values of the ssh config (ssh_config(5), TOKENS). */

export interface TokenValues {
  /** host name, after HostName */
  readonly h: string
  /** as it was typed */
  readonly n: string
  readonly p: string
  /** who logs in there */
  readonly r: string
  /** who is here */
  readonly u: string
  readonly d: string
  /** this machine's name, in full and to the first dot */
  readonly l: string
  readonly L: string
  /** name of the host key: HostKeyAlias, or as it was typed */
  readonly k: string
  readonly i: string
}

/**
 * The value with its tokens, or why it cannot be had. %% is a percent sign.
 * @param allowed letters that this keyword takes
 */
export const expandTokens = (
  value: string,
  allowed: string,
  tokens: TokenValues,
): { readonly text: string } | { readonly missing: string } => {
  let missing: string | null = null
  const text = value.replace(/%(.?)/g, (token, letter: string) => {
    if (letter === '%') return '%'
    if (allowed.includes(letter) && letter in tokens) return tokens[letter as keyof TokenValues]
    missing ??= token
    return token
  })
  return missing === null ? { text } : { missing }
}

/** ${NAME} from the environment, as in names of files. */
export const expandEnvironment = (
  value: string,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly text: string } | { readonly missing: string } => {
  let missing: string | null = null
  const text = value.replace(/\$\{([^}]*)\}/g, (variable, name: string) => {
    const found = environment[name]
    if (found === undefined) missing ??= variable
    return found ?? ''
  })
  return missing === null ? { text } : { missing }
}
