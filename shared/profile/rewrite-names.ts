/** What a transform does to each function, by its number; and the names that it brings in. */
import type { FrameMatch, Transform } from '../contract/transforms.ts'
import { kindCode } from '../model/profile.ts'
import { extendNames, type FunctionName, type FunctionNames, NO_STACK } from './function-names.ts'
import { findInterpreter } from './interpreter-frames.ts'
import { matchFrames } from './match-frames.ts'
import { stripTemplates } from './strip-templates.ts'

/** The frame goes, and what it weighs falls to its caller. */
export const HIDDEN = -1

export interface Rewrite {
  readonly names: FunctionNames
  /** the function that stands in its place, or HIDDEN */
  readonly becomes: Int32Array
  /** 1: right below a frame of this sort that becomes the same function, it is one frame with it */
  readonly joins: Uint8Array | null
  /** 1: stacks begin at the outermost of these, and those without one are left out */
  readonly begins: Uint8Array | null
}

type Rewriter<T extends Transform['type']> = (
  names: FunctionNames,
  transform: Extract<Transform, { type: T }>,
) => Rewrite

const rewriters: { readonly [T in Transform['type']]: Rewriter<T> } = {
  'collapse-recursion': (names) => ({
    ...unchanged(names),
    // Frames without a symbol are called alike and are not the same function.
    joins: Uint8Array.from(names.names, (name) => (isUnresolved(name) ? 0 : 1)),
  }),
  hide: (names, { match }) => hide(names, matchFrames(names, match)),
  merge: (names, { match, name }) => merge(names, match, name),
  focus: (names, { match }) => ({ ...unchanged(names), begins: matchFrames(names, match) }),
  'drop-kernel': (names) =>
    hide(
      names,
      markCode(names, (kind) => kind === kindCode.kernel),
    ),
  'strip-templates': (names) =>
    rename(names, (name, _module, kind) => (isNative(kind) ? stripTemplates(name) : name)),
  'fold-interpreters': foldInterpreters,
}

/** Throws query.pattern. */
export function rewriteNames<T extends Transform['type']>(
  names: FunctionNames,
  transform: Extract<Transform, { type: T }>,
): Rewrite {
  const rewriter: Rewriter<T> = rewriters[transform.type as T]
  return rewriter(names, transform)
}

const unchanged = (names: FunctionNames): Rewrite => ({
  names,
  becomes: Int32Array.from(names.names, (_, i) => i),
  joins: null,
  begins: null,
})

const isUnresolved = (name: string): boolean =>
  name === '[unknown]' || name === NO_STACK || /^0x[0-9a-f]+$/.test(name)

/** Names of compiled scripts are their authors' and hold what they like. */
const isNative = (kind: number): boolean =>
  kind === kindCode.user || kind === kindCode.inlined || kind === kindCode.unknown

/** Functions only: neither what stands for a stack nor group frames. */
const isCode = (names: FunctionNames, number: number): boolean =>
  number < names.noStack || number >= names.groupsTo

const markCode = (names: FunctionNames, isMarked: (kind: number) => boolean): Uint8Array =>
  names.kinds.map((kind, i) => (isCode(names, i) && isMarked(kind) ? 1 : 0))

function hide(names: FunctionNames, matches: Uint8Array): Rewrite {
  return { ...unchanged(names), becomes: Int32Array.from(matches, (match, i) => (match ? HIDDEN : i)) }
}

function merge(names: FunctionNames, match: FrameMatch, name: string): Rewrite {
  const matches = matchFrames(names, match)
  return gather(names, matches, () => name)
}

function foldInterpreters(names: FunctionNames): Rewrite {
  const found = names.names.map((name, i) =>
    isCode(names, i) && names.kinds[i] !== kindCode.kernel ? findInterpreter(name, names.modules[i]!) : null,
  )
  const matches = Uint8Array.from(found, (title) => (title === null ? 0 : 1))
  return gather(names, matches, (number) => found[number]!)
}

/** Each run of matching functions with the same title becomes one frame, with the module and kind that all of them have. */
function gather(names: FunctionNames, matches: Uint8Array, titleOf: (number: number) => string): Rewrite {
  const common = new Map<string, FunctionName>()
  for (let i = 0; i < matches.length; i++) {
    if (matches[i] === 0) continue
    const name = titleOf(i)
    const [module, kind] = [names.modules[i]!, names.kinds[i]!]
    const known = common.get(name) ?? { name, module, kind }
    common.set(name, {
      name,
      module: known.module === module ? module : '',
      kind: known.kind === kind ? kind : kindCode.unknown,
    })
  }
  const numbering = numberNames(names)
  const becomes = Int32Array.from(matches, (match, i) => (match ? numbering.of(common.get(titleOf(i))!) : i))
  return { names: numbering.finish(), becomes, joins: matches, begins: null }
}

function rename(
  names: FunctionNames,
  renamed: (name: string, module: string, kind: number) => string,
): Rewrite {
  const numbering = numberNames(names)
  const becomes = Int32Array.from(names.names, (name, i) => {
    if (!isCode(names, i)) return i
    const [module, kind] = [names.modules[i]!, names.kinds[i]!]
    const given = renamed(name, module, kind)
    return given === name ? i : numbering.of({ name: given, module, kind })
  })
  return { names: numbering.finish(), becomes, joins: null, begins: null }
}

/** Finds functions by name, module and kind; adds those that are not there. */
function numberNames(names: FunctionNames) {
  const key = ({ name, module, kind }: FunctionName): string => `${kind} ${module}\n${name}`
  let known: Map<string, number> | undefined
  const added: FunctionName[] = []
  return {
    of: (wanted: FunctionName): number => {
      known ??= new Map(
        names.names.flatMap((name, i) =>
          isCode(names, i) ? [[key({ name, module: names.modules[i]!, kind: names.kinds[i]! }), i]] : [],
        ),
      )
      const found = known.get(key(wanted))
      if (found !== undefined) return found
      const number = names.length + added.push(wanted) - 1
      known.set(key(wanted), number)
      return number
    },
    finish: (): FunctionNames => (added.length === 0 ? names : extendNames(names, added)),
  }
}
