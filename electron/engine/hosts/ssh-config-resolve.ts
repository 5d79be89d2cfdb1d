/** What a name means in the ssh config: each line that holds for it, the first value of each keyword wins. */
import type { NotHonoured } from '../../../shared/model/offered-host.ts'
import { matchesPatterns } from './match-pattern.ts'
import { at, type ConfigLine, type Place } from './ssh-config-lines.ts'
import { answerMatch } from './ssh-config-match.ts'
import { honoured, isOfGssapi, saysNothingNew, silent, unheard } from './ssh-config-options.ts'

/** What is given as if on ssh's command line, and wins over the config. */
export interface Given {
  readonly user?: string
  readonly port?: number
  /** HostName */
  readonly address?: string
}

export interface Setting {
  readonly words: readonly string[]
  readonly place: Place
}

/** Values as written, before tokens: what `ssh -G` prints. */
export interface ResolvedConfig {
  /** in lower case, as ssh looks it up */
  readonly hostName: string
  readonly user: string
  readonly port: number
  /** first values by keyword in lower case, without those that may stand several times */
  readonly settings: ReadonlyMap<string, Setting>
  readonly identityFiles: readonly string[]
  /** 'none' left out */
  readonly jumps: readonly string[]
  /** null: none, or ProxyJump stands before it */
  readonly proxyCommand: Setting | null
  readonly notHonoured: readonly NotHonoured[]
  readonly needsSystemSsh: boolean
  readonly problems: readonly string[]
  /** the first Host line that names it, or else whose patterns fit it, other than * */
  readonly place: Place | null
}

interface State {
  readonly name: string
  readonly localUser: string
  readonly settings: Map<string, Setting>
  readonly identityFiles: string[]
  readonly notHonoured: NotHonoured[]
  readonly problems: Set<string>
  proxy: { readonly kind: 'jump' | 'command'; readonly setting: Setting } | null
  needsSystemSsh: boolean
  place: Place | null
  patternPlace: Place | null
}

/** @param name as a person would type it behind `ssh` */
export const resolveConfig = (
  lines: readonly ConfigLine[],
  name: string,
  localUser: string,
  given: Given = {},
): ResolvedConfig => {
  const state: State = {
    name,
    localUser,
    settings: new Map(),
    identityFiles: [],
    notHonoured: [],
    problems: new Set(),
    proxy: null,
    needsSystemSsh: false,
    place: null,
    patternPlace: null,
  }
  const give = (keyword: string, value: string | undefined) => {
    if (value !== undefined) state.settings.set(keyword, { words: [value], place: { file: '', line: 0 } })
  }
  give('user', given.user)
  give('port', given.port?.toString())
  give('hostname', given.address)

  const wantsFinalPass = pass(state, lines, name, false)
  let hostName = hostNameOf(state)
  if (wantsFinalPass) {
    give('hostname', hostName)
    pass(state, lines, hostName, true)
    hostName = hostNameOf(state)
  }
  const { proxy } = state
  const command = proxy?.kind === 'command' && !isNone(proxy.setting.words) ? proxy.setting : null
  return {
    hostName,
    user: first(state, 'user') ?? localUser,
    port: portOf(state),
    settings: state.settings,
    identityFiles: state.identityFiles,
    jumps: proxy?.kind === 'jump' ? jumpsOf(proxy.setting) : [],
    proxyCommand: command,
    notHonoured: state.notHonoured,
    needsSystemSsh: state.needsSystemSsh,
    problems: [...state.problems],
    place: state.place ?? state.patternPlace,
  }
}

const first = (state: State, keyword: string): string | undefined => state.settings.get(keyword)?.words[0]
const isNone = (words: readonly string[]) => words.length === 1 && words[0]?.toLowerCase() === 'none'

/** Host name with %h, in lower case; without HostName it is the name itself. */
const hostNameOf = (state: State): string =>
  (first(state, 'hostname') ?? state.name)
    .replace(/%([h%])/g, (_, letter: string) => (letter === 'h' ? state.name : '%'))
    .toLowerCase()

const portOf = (state: State): number => {
  const setting = state.settings.get('port')
  const text = setting?.words[0] ?? '22'
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65535) return port
  state.problems.add(`${setting ? at(setting.place) : state.name}: "${text}" is no port.`)
  return 22
}

const jumpsOf = ({ words }: Setting): string[] =>
  isNone(words)
    ? []
    : words
        .join(' ')
        .split(',')
        .map((jump) => jump.trim().replace(/^ssh:\/\//, ''))
        .filter((jump) => jump !== '')

/** One reading of all lines; whether a second one with the final host name is wanted. */
const pass = (
  state: State,
  lines: readonly ConfigLine[],
  hostForPatterns: string,
  isFinalPass: boolean,
): boolean => {
  let wantsFinalPass = false
  let active = true
  /** in an Include that stood in a block which does not hold, nothing ever holds */
  let never = false
  const outer: { active: boolean; never: boolean }[] = []
  for (const line of lines) {
    if (line.kind === 'include-begin') {
      outer.push({ active, never })
      never ||= !active
    } else if (line.kind === 'include-end') {
      const before = outer.pop()
      active = before?.active ?? true
      never = before?.never ?? false
    } else if (line.kind === 'host') {
      active = !never && matchesPatterns(hostForPatterns, line.patterns)
      if (active && line.patterns.includes(state.name)) state.place ??= line.place
      else if (active && line.patterns.some((pattern) => pattern !== '*' && !pattern.startsWith('!')))
        state.patternPlace ??= line.place
    } else if (line.kind === 'match') {
      const answer = answerMatch(line.words, {
        originalHost: state.name,
        host: state.settings.has('hostname') ? hostNameOf(state) : hostForPatterns,
        user: first(state, 'user') ?? state.localUser,
        localUser: state.localUser,
        isFinalPass,
      })
      wantsFinalPass ||= answer.wantsFinalPass
      active = !never && answer.holds
      if (answer.problem !== null) state.problems.add(`${at(line.place)}: in Match, ${answer.problem}.`)
      if (!never && answer.doubts.length > 0) noteDoubt(state, line, answer.doubts)
    } else if (active) apply(state, line)
  }
  return wantsFinalPass
}

const noteDoubt = (state: State, line: Extract<ConfigLine, { kind: 'match' }>, doubts: readonly string[]) => {
  state.needsSystemSsh = true
  const isExec = doubts.includes('exec')
  note(state, `Match ${doubts.join(' ')}`, line.words.join(' '), line.place, {
    why: isExec
      ? 'The command was not run, and its block was left out. Only the ssh of this machine runs it.'
      : 'Its block was left out: only the ssh of this machine can tell whether it holds.',
  })
}

const note = (state: State, keyword: string, value: string, place: Place, { why }: { why: string }) => {
  const isThere = state.notHonoured.some(
    (one) => one.file === place.file && one.line === place.line && one.keyword === keyword,
  )
  if (!isThere) state.notHonoured.push({ keyword, value: value.slice(0, 200), ...place, why })
}

const apply = (state: State, line: Extract<ConfigLine, { kind: 'option' }>): void => {
  const { keyword, words, place } = line
  if (keyword === 'identityfile') {
    const [path = ''] = words
    if (!state.identityFiles.includes(path)) state.identityFiles.push(path)
    return
  }
  if (keyword === 'proxyjump' || keyword === 'proxycommand') {
    // whichever comes first, also with "none"
    if (state.proxy !== null) return
    state.proxy = { kind: keyword === 'proxyjump' ? 'jump' : 'command', setting: line }
    if (keyword === 'proxyjump' || isNone(words)) return
  } else {
    if (state.settings.has(keyword)) return
    state.settings.set(keyword, { words, place })
  }
  if (honoured.has(keyword) || silent.has(keyword) || isOfGssapi(keyword)) return
  const value = words.join(' ')
  const known = unheard[keyword]
  if (known === undefined) {
    if (!isToBeIgnored(state, keyword))
      note(state, line.shown, value, place, { why: 'Smokejumper does not know this keyword.' })
    return
  }
  if (saysNothingNew(keyword, value)) return
  if (keyword === 'gssapiauthentication' && place.file.startsWith('/etc/')) return
  note(state, line.shown, value, place, known)
  if (known.needsSystemSsh) state.needsSystemSsh = true
}

const isToBeIgnored = (state: State, keyword: string): boolean =>
  state.settings
    .get('ignoreunknown')
    ?.words.join(',')
    .toLowerCase()
    .split(/[\s,]+/)
    .some((pattern) => matchesPatterns(keyword, [pattern])) ?? false
