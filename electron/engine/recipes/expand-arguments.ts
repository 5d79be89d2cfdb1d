/** From a recipe's argument templates to argument lists. Pure; the only way from parameters to a command. */
import { quoteArgument } from '../../../shared/commands/quote.ts'
import type { ArgumentTemplate, ParameterValues } from '../../../shared/model/recipe.ts'

/** PIDs that are known only on the host; there they are shell variables of these names. */
export const hostWords = {
  supervisor: 'supervisor',
  carrier1: 'carrier_1',
  carrier2: 'carrier_2',
  carrier3: 'carrier_3',
  carrier4: 'carrier_4',
} as const
export type HostWord = keyof typeof hostWords
export const isHostWord = (name: string): name is HostWord => Object.hasOwn(hostWords, name)

/** One argument: its text, or the host's word for it. */
export type ExpandedArgument = string | { readonly hostWord: HostWord }

const placeholder = /\{([a-zA-Z0-9:.-]+)\}/g

/**
 * `words` are the engine's: spool, arch, file:NAME. A placeholder that is neither a parameter nor a word is a bug:
 * the loader has checked the recipe.
 */
export const expandArguments = (
  template: readonly ArgumentTemplate[],
  values: ParameterValues,
  words: Readonly<Record<string, string>>,
): ExpandedArgument[] =>
  template
    .flatMap((part) => (typeof part === 'string' ? [part] : isWanted(part, values) ? part.args : []))
    .flatMap((argument) => expandArgument(argument, values, words))

const isWanted = (part: Exclude<ArgumentTemplate, string>, values: ParameterValues): boolean => {
  const value = values[part.when]
  if (part.is !== undefined) return String(value) === part.is
  const present = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== ''
  return part.present === undefined || present === part.present
}

const expandArgument = (
  argument: string,
  values: ParameterValues,
  words: Readonly<Record<string, string>>,
): ExpandedArgument[] => {
  const whole = /^\{([^{}]+)\}$/.exec(argument)?.[1]
  if (whole !== undefined && isHostWord(whole)) return [{ hostWord: whole }]
  if (whole?.endsWith('...')) {
    const value = values[whole.slice(0, -3)]
    if (!Array.isArray(value)) throw new TypeError(`${argument} is no list`)
    return value.map(String)
  }
  return [argument.replaceAll(placeholder, (_, name: string) => expandWord(name, values, words))]
}

const expandWord = (
  name: string,
  values: ParameterValues,
  words: Readonly<Record<string, string>>,
): string => {
  const value = values[name]
  if (value !== undefined) return Array.isArray(value) ? value.join(',') : String(value)
  const word = words[name]
  if (word === undefined) throw new TypeError(`Nothing is known for {${name}}`)
  return word
}

/** As a line of the script that runs on the host. */
export const toShell = (argv: readonly ExpandedArgument[]): string =>
  argv
    .map((argument) =>
      typeof argument === 'string' ? quoteArgument(argument) : `"$${hostWords[argument.hostWord]}"`,
    )
    .join(' ')

/** As it ran, for a person to read and repeat: the host's words with what they were there. */
export const toRecordedLine = (
  argv: readonly ExpandedArgument[],
  environment: Readonly<Record<string, string>>,
  onHost: Readonly<Partial<Record<HostWord, string>>>,
): string =>
  [
    ...Object.entries(environment).map(
      ([name, value]) => `${name}=${value === '' ? '' : quoteArgument(value)}`,
    ),
    ...argv.map((argument) =>
      quoteArgument(typeof argument === 'string' ? argument : (onHost[argument.hostWord] ?? '0')),
    ),
  ].join(' ')

/** Every name that a template uses, with `...` where it is spread. */
export const namesInTemplate = (template: readonly ArgumentTemplate[]): string[] =>
  template
    .flatMap((part) => (typeof part === 'string' ? [part] : [`{${part.when}}`, ...part.args]))
    .flatMap((argument) => [...argument.matchAll(placeholder)].map((match) => match[1] ?? ''))
