/** Whether a Match line holds (ssh_config(5), Match). `exec` is never run: a line that depends on it does not hold. */
import { matchesPatternList } from './match-pattern.ts'

export interface MatchContext {
  /** as it was typed */
  readonly originalHost: string
  /** with HostName as far as it is known */
  readonly host: string
  readonly user: string
  readonly localUser: string
  readonly isFinalPass: boolean
}

export interface MatchAnswer {
  readonly holds: boolean
  /** the criteria that are not looked at, when only they are in doubt: 'exec', 'localnetwork' */
  readonly doubts: readonly string[]
  /** it wants the config to be read once more, with the final host name */
  readonly wantsFinalPass: boolean
  /** what is wrong with the line; null when nothing is */
  readonly problem: string | null
}

/** @param words what stands behind `Match` */
export const answerMatch = (words: readonly string[], context: MatchContext): MatchAnswer => {
  let holds = true
  let wantsFinalPass = false
  const doubts: string[] = []
  const wrong = (problem: string): MatchAnswer => ({ holds: false, doubts: [], wantsFinalPass, problem })
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    const isNegated = word.startsWith('!')
    const criterion = (isNegated ? word.slice(1) : word).toLowerCase()
    if (criterion === 'all') {
      const before = words.slice(0, index).map((each) => each.toLowerCase())
      const isAlone =
        before.length === 0 || (before.length === 1 && /^(canonical|final)$/.test(before[0] ?? ''))
      if (!isAlone || index !== words.length - 1 || isNegated) return wrong('"all" must stand alone')
      continue
    }
    if (criterion === 'canonical' || criterion === 'final') {
      if (criterion === 'final') wantsFinalPass = true
      if (context.isFinalPass === isNegated) holds = false
      continue
    }
    index += 1
    const value = words[index]
    if (value === undefined) return wrong(`"${word}" has no value`)
    const subject = subjectOf(criterion, context)
    if (subject === undefined) {
      if (!known.has(criterion)) return wrong(`"${word}" is not known`)
      doubts.push(criterion)
    } else {
      const isHost = criterion === 'host' || criterion === 'originalhost'
      const matched = isHost
        ? matchesPatternList(subject.toLowerCase(), value.toLowerCase())
        : matchesPatternList(subject, value)
      if (matched === isNegated) holds = false
    }
  }
  return { holds: holds && doubts.length === 0, doubts: holds ? doubts : [], wantsFinalPass, problem: null }
}

/** of newer versions of OpenSSH too */
const known: ReadonlySet<string> = new Set([
  ...['exec', 'localnetwork', 'tagged', 'version', 'sessiontype', 'command'],
])

const subjectOf = (criterion: string, context: MatchContext): string | undefined => {
  if (criterion === 'host') return context.host
  if (criterion === 'originalhost') return context.originalHost
  if (criterion === 'user') return context.user
  if (criterion === 'localuser') return context.localUser
  return undefined
}
