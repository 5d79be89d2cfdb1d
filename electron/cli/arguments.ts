/** A command line as a command: checked, with nothing done yet. */
import { parseArgs } from 'node:util'
import { type ExportId, exportIds } from '../../shared/formats/export-heads.ts'
import type { Limits } from '../../shared/model/budget.ts'
import type { WorkloadRequest } from '../../shared/model/workload.ts'
import { isParseArgsError, parseInteger, UsageError } from '../usage-error.ts'
import type { HelpTopic } from './help.ts'
import { type HostsAction, parseHosts } from './hosts-arguments.ts'
import { readLimits } from './read-limits.ts'
import { readWorkload } from './read-workload.ts'

export const exportTargets = [...exportIds, 'raw', 'html', 'markdown'] as const
export type ExportTarget = (typeof exportTargets)[number]

export const damageChoices = ['recover', 'empty'] as const
export type IfDamaged = (typeof damageChoices)[number]

export interface CommandHead {
  readonly json: boolean
  /** null: the default one */
  readonly library: string | null
  /** what to do with a damaged library; null: nothing but saying so */
  readonly ifDamaged: IfDamaged | null
}

/** Several hosts at once: those named, and all of each group. */
export interface TogetherFlags {
  readonly hosts: readonly string[]
  readonly groups: readonly string[]
  readonly allOrNothing: boolean
}

export interface CaptureCommand extends CommandHead {
  readonly kind: 'capture'
  readonly host: string
  /** absent: on one host only */
  readonly together?: TogetherFlags
  readonly recipe: string
  readonly seconds: number | null
  readonly pids: readonly number[]
  readonly parameters: ReadonlyMap<string, string>
  readonly name: string
  readonly grace: number | null
  /** runs on the host to its end without us */
  readonly detach: boolean
  /** run on the host meanwhile; absent: nothing */
  readonly workload?: WorkloadRequest
  /** longer than its budget it goes on in the place of its oldest output */
  readonly rotate: boolean
  /** the first is 1; null: the recipe's defaults, which are its first */
  readonly rung: number | null
  /** in the place of the recipe's */
  readonly limits: Limits
  /** the capture after which this one is taken, on the same ladder */
  readonly after: string | null
  /** only says what it would cost */
  readonly estimate: boolean
}

export interface ExportFlags {
  readonly raw: boolean
  readonly allEvents: boolean
}

/** Without a library. */
export interface ConvertCommand {
  readonly kind: 'convert'
  readonly json: boolean
  /** '-': stdin */
  readonly input: string
  /** null: by its content */
  readonly from: string | null
  readonly to: ExportId
  readonly options: ExportFlags
  /** null: stdout */
  readonly file: string | null
}

export type Command =
  | { readonly kind: 'help'; readonly topic: HelpTopic }
  | (CommandHead & { readonly kind: 'probe'; readonly host: string })
  | CaptureCommand
  | (CommandHead & { readonly kind: 'collect'; readonly captureId: string; readonly partial: boolean })
  | (CommandHead & {
      readonly kind: 'adopt'
      readonly host: string
      /** none: all that this library does not know */
      readonly captureIds: readonly string[]
      /** only says what there is */
      readonly list: boolean
      readonly partial: boolean
    })
  | (CommandHead & { readonly kind: 'stop'; readonly host: string })
  | (CommandHead & {
      readonly kind: 'mark'
      readonly text: string
      /** null: every capture that runs */
      readonly captureId: string | null
    })
  | (CommandHead & {
      readonly kind: 'list'
      readonly host: string | null
      readonly recipe: string | null
      readonly search: string
      readonly limit: number
    })
  | (CommandHead & {
      readonly kind: 'export'
      readonly captureId: string
      readonly to: ExportTarget
      readonly options: ExportFlags
      /** null: stdout */
      readonly file: string | null
    })
  | (CommandHead & { readonly kind: 'import'; readonly files: readonly string[] })
  | ConvertCommand
  | (CommandHead & HostsAction)

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const common = { json: flag, library: text, 'if-damaged': text, help: { ...flag, short: 'h' } } as const

const workloadFlags = {
  workload: text,
  'workload-after': text,
  'stop-with-workload': flag,
  'workload-to-its-end': flag,
  'workload-as-root': flag,
} as const
const exportFlags = { raw: flag, 'all-events': flag } as const
const MAX_SECONDS = 7 * 24 * 3600
const MAX_PID = 2 ** 22

/** Throws a UsageError that says what is wrong. `defaultUser` is who logs in where no --user is given. */
export const parseCommand = (argv: readonly string[], defaultUser: string): Command => {
  const [name, ...rest] = argv
  if (name === undefined) throw new UsageError('Say what to do.')
  if (name === '--help' || name === '-h' || name === 'help') return { kind: 'help', topic: 'smokejumper' }
  const parse = Object.hasOwn(parsers, name) ? parsers[name as keyof typeof parsers] : undefined
  if (parse === undefined) {
    throw new UsageError(`There is no command "${name}". There are: ${Object.keys(parsers).join(', ')}.`)
  }
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', topic: name as HelpTopic }
  try {
    return parse(rest, defaultUser)
  } catch (error) {
    if (isParseArgsError(error)) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

const head = (values: {
  json?: boolean | undefined
  library?: string | undefined
  'if-damaged'?: string | undefined
}): CommandHead => ({
  json: values.json ?? false,
  library: values.library ?? null,
  ifDamaged: readChoice(values['if-damaged']),
})

const readChoice = (given: string | undefined): IfDamaged | null => {
  if (given === undefined) return null
  const choice = damageChoices.find((known) => known === given)
  if (choice === undefined) throw new UsageError(`--if-damaged takes one of: ${damageChoices.join(', ')}.`)
  return choice
}

const need = (value: string | undefined, what: string): string => {
  if (value === undefined || value === '') throw new UsageError(`${what} is missing.`)
  return value
}

const parsers = {
  probe: (args: string[]): Command => {
    const { values } = parseArgs({ args, options: { ...common, host: text } })
    return { kind: 'probe', ...head(values), host: values.host ?? 'this-machine' }
  },

  capture: (args: string[]): Command => {
    const { values } = parseArgs({
      args,
      options: {
        ...common,
        host: { ...text, multiple: true },
        group: { ...text, multiple: true },
        'all-or-nothing': flag,
        recipe: text,
        seconds: text,
        pid: { ...text, multiple: true },
        param: { ...text, multiple: true },
        name: text,
        grace: text,
        detach: flag,
        rotate: flag,
        rung: text,
        budget: { ...text, multiple: true },
        after: text,
        estimate: flag,
        ...workloadFlags,
      },
    })
    const { workload, 'workload-after': after, 'stop-with-workload': stops } = values
    const run = readWorkload({
      ...{ workload, 'workload-after': after, 'stop-with-workload': stops },
      'workload-to-its-end': values['workload-to-its-end'],
      'workload-as-root': values['workload-as-root'],
    })
    if (values.detach && values.grace !== undefined)
      throw new UsageError('--grace has no meaning with --detach: it runs to its end without us.')
    if (values.rotate && !values.detach) throw new UsageError('--rotate has a meaning with --detach only.')
    return {
      kind: 'capture',
      ...head(values),
      ...readHosts(values),
      recipe: need(values.recipe, '--recipe'),
      seconds:
        values.seconds === undefined ? null : parseInteger(values.seconds, '--seconds', 1, MAX_SECONDS),
      pids: (values.pid ?? []).map((pid) => parseInteger(pid, '--pid', 1, MAX_PID)),
      parameters: new Map((values.param ?? []).map(splitParameter)),
      name: values.name ?? '',
      grace: values.grace === undefined ? null : parseInteger(values.grace, '--grace', 1, 3600),
      detach: values.detach ?? false,
      rotate: values.rotate ?? false,
      rung: values.rung === undefined ? null : parseInteger(values.rung, '--rung', 1, 100),
      limits: readLimits(values.budget ?? []),
      after: values.after ?? null,
      estimate: values.estimate ?? false,
      ...(run === null ? {} : { workload: run }),
    }
  },

  collect: (args: string[]): Command => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...common, partial: flag },
    })
    const captureId = need(positionals[0], 'The ID of the capture')
    if (positionals.length > 1) throw new UsageError('One capture at a time.')
    return { kind: 'collect', ...head(values), captureId, partial: values.partial ?? false }
  },

  adopt: (args: string[]): Command => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...common, list: flag, partial: flag },
    })
    const [host, ...captureIds] = positionals
    return {
      ...{ kind: 'adopt', ...head(values), captureIds, list: values.list ?? false },
      partial: values.partial ?? false,
      host: need(host, 'The HOST'),
    }
  },

  stop: (args: string[]): Command => {
    const { values } = parseArgs({ args, options: { ...common, host: text, all: flag } })
    if (!values.all)
      throw new UsageError('--all is missing: it stops everything that Smokejumper started there.')
    return { kind: 'stop', ...head(values), host: need(values.host, '--host') }
  },

  mark: (args: string[]): Command => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...common, capture: text },
    })
    if (positionals.length > 1) throw new UsageError('One text: put it into quotes.')
    const mark = need(positionals[0], 'The text').trim()
    if (mark === '' || mark.length > 200) throw new UsageError('The text has 1 to 200 characters.')
    return { kind: 'mark', ...head(values), text: mark, captureId: values.capture ?? null }
  },

  list: (args: string[]): Command => {
    const { values } = parseArgs({
      args,
      options: { ...common, host: text, recipe: text, search: text, limit: text },
    })
    return {
      kind: 'list',
      ...head(values),
      host: values.host ?? null,
      recipe: values.recipe ?? null,
      search: values.search ?? '',
      limit: parseInteger(values.limit ?? '50', '--limit', 1, 1000),
    }
  },

  export: (args: string[]): Command => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...common, ...exportFlags, to: text, output: { ...text, short: 'o' } },
    })
    const captureId = need(positionals[0], 'The ID of the capture')
    if (positionals.length > 1) throw new UsageError('One capture at a time.')
    const to = exportTargets.find((target) => target === values.to)
    if (to === undefined) throw new UsageError(`--to takes one of: ${exportTargets.join(', ')}.`)
    const file = values.output ?? null
    if (values.json && file === null)
      throw new UsageError('With --json, -o FILE must say where the export goes.')
    return { kind: 'export', ...head(values), captureId, to, options: readFlags(values, to), file }
  },

  import: (args: string[]): Command => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: common })
    need(positionals[0], 'The FILE')
    return { kind: 'import', ...head(values), files: positionals }
  },

  convert: (args: string[]): Command => {
    const { json: jsonFlag, help } = common
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...{ json: jsonFlag, help },
        ...exportFlags,
        ...{ from: text, to: text, output: { ...text, short: 'o' } },
      },
    })
    const input = need(positionals[0], 'The FILE (or - for stdin)')
    if (positionals.length > 1) throw new UsageError('One file at a time.')
    const to = exportIds.find((id) => id === values.to)
    if (to === undefined) throw new UsageError(`--to takes one of: ${exportIds.join(', ')}.`)
    const file = values.output ?? null
    const json = values.json ?? false
    if (json && file === null)
      throw new UsageError('With --json, -o FILE must say where the conversion goes.')
    const from = values.from ?? null
    return { kind: 'convert', json, input, from, to, options: readFlags(values, to), file }
  },

  hosts: (args: string[], defaultUser: string): Command => {
    const { action, flags } = parseHosts(args, defaultUser)
    return { ...head(flags), ...action }
  },
} satisfies Partial<Record<HelpTopic, (args: string[], defaultUser: string) => Command>>

const readFlags = (
  values: { raw?: boolean | undefined; 'all-events'?: boolean | undefined },
  to: ExportTarget,
): ExportFlags => {
  const options = { raw: values.raw ?? false, allEvents: values['all-events'] ?? false }
  if (to !== 'folded' && (options.raw || options.allEvents))
    throw new UsageError('--raw and --all-events belong to --to folded; the other formats hold all of it.')
  return options
}

const readHosts = (values: {
  host?: string[] | undefined
  group?: string[] | undefined
  'all-or-nothing'?: boolean | undefined
}): Pick<CaptureCommand, 'host' | 'together'> => {
  const { host: hosts = [], group: groups = [], 'all-or-nothing': allOrNothing = false } = values
  const [host = 'this-machine'] = hosts
  if (hosts.length > 1 || groups.length > 0) return { host, together: { hosts, groups, allOrNothing } }
  if (allOrNothing) throw new UsageError('--all-or-nothing is for several hosts: --host again, or --group.')
  return { host }
}

const splitParameter = (pair: string): [string, string] => {
  const at = pair.indexOf('=')
  if (at < 1) throw new UsageError(`--param takes NAME=VALUE, not "${pair}".`)
  return [pair.slice(0, at), pair.slice(at + 1)]
}
