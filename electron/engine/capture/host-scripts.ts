/** The scripts of resources/remote with their variables set: the text that goes to a host's `sh -s`. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { quoteArgument } from '../../../shared/commands/quote.ts'

const names = [
  'prepare',
  'start',
  'supervisor',
  'supervised',
  'measure',
  'status',
  'ending',
  'rotate',
  'await',
  'limits',
  'bpf-stats',
  'workload',
  'workload-run',
  'workload-output',
  'tell',
  'poll',
  'messages',
  'stop',
  'remove',
  'walk',
  'list',
  'stop-all',
] as const
type ScriptName = (typeof names)[number]
export type HostScripts = Readonly<Record<ScriptName, string>>

export const loadHostScripts = async (directory: string): Promise<HostScripts> => {
  const texts = new Map<string, string>()
  for (const name of names) texts.set(name, await readFile(join(directory, `${name}.sh`), 'utf8'))
  return hostScripts((name) => texts.get(name) ?? '')
}

export const hostScripts = (text: (name: ScriptName) => string): HostScripts => {
  const scripts: Partial<Record<ScriptName, string>> = {}
  for (const name of names) scripts[name] = text(name)
  return scripts as HostScripts
}

/** `name=value` lines in front of a script. */
export const withVariables = (variables: Readonly<Record<string, string | number>>, script: string): string =>
  `${assignments(variables)}\n${script}`

export const assignments = (variables: Readonly<Record<string, string | number>>): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value === '' ? "''" : quoteArgument(String(value))}`)
    .join('\n')

/** A shell function that writes files into the current folder, byte for byte (each ends with a newline). */
export const writeFilesFunction = (files: ReadonlyMap<string, string>, nonce: string): string => {
  const mark = `END_${nonce}`
  const writes = [...files].map(
    ([name, text]) =>
      `cat >${quoteArgument(name)} <<'${mark}' || return 1\n${text.replace(/\n?$/, '\n')}${mark}`,
  )
  return `write_files() {\n${writes.join('\n')}\n:\n}`
}
