/** From the tables of a processed profile to stacks: which table is a thread's and which is shared changed over time. */
import type { FrameKind } from '../../model/profile.ts'
import type { FrameIndex, StackIndex } from '../../units/units.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import type { RawTables } from './raw-tables.ts'

export interface SymbolContext {
  readonly builder: ProfileBuilder
  readonly leaveOut: (what: string) => void
  /** path or name of each library */
  readonly libs: readonly string[]
  /** name of each category */
  readonly categories: readonly string[]
}

/** Names of categories that say what kind of code it is: of Firefox, samply, perf's script and ours. */
const kinds: Readonly<Record<string, FrameKind>> = {
  kernel: 'kernel',
  user: 'user',
  jit: 'jit',
  javascript: 'jit',
  inlined: 'inlined',
  group: 'group',
}

/** An index that is there, or -1. */
const indexIn = (value: number | undefined, length: number): number =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value < length ? value : -1

const cell = (
  column: { readonly length: number; get(index: number): number },
  row: number,
): number | undefined => (row >= 0 && row < column.length ? column.get(row) : undefined)

export const resolveStacks = (
  own: RawTables,
  shared: RawTables,
  { builder, leaveOut, libs, categories }: SymbolContext,
): Int32Array => {
  const from = (table: string) => (own.has(table) ? own : shared)
  const column = (table: string, name: string) => from(table).column(table, name)
  const strings = own.strings.length > 0 ? own.strings : shared.strings
  const textAt = (index: number | undefined): string | undefined =>
    index === undefined ? undefined : strings[indexIn(index, strings.length)]

  const [frameFunc, frameCategory, inlineDepth] = [
    column('frameTable', 'func'),
    column('frameTable', 'category'),
    column('frameTable', 'inlineDepth'),
  ]
  const { addresses } = from('frameTable')

  const moduleOf = (func: number): { module: string | null; isLibrary: boolean } => {
    const resource = cell(column('funcTable', 'resource'), func) ?? -1
    const lib = libs[indexIn(cell(column('resourceTable', 'lib'), resource), libs.length)]
    if (lib !== undefined) return { module: lib, isLibrary: true }
    const source = cell(column('funcTable', 'source'), func)
    const file =
      textAt(cell(column('funcTable', 'fileName'), func)) ??
      (source === undefined ? undefined : textAt(cell(column('sources', 'filename'), source)))
    return {
      module: file ?? textAt(cell(column('resourceTable', 'name'), resource)) ?? null,
      isLibrary: false,
    }
  }

  const kindOf = (row: number, func: number, isLibrary: boolean): FrameKind => {
    if ((cell(inlineDepth, row) ?? 0) > 0) return 'inlined'
    if (cell(column('funcTable', 'isJS'), func) === 1) return 'jit'
    const category = categories[indexIn(cell(frameCategory, row), categories.length)]
    return kinds[(category ?? '').toLowerCase()] ?? (isLibrary ? 'user' : 'unknown')
  }

  const frames: FrameIndex[] = []
  for (let row = 0; row < frameFunc.length; row++) {
    const func = frameFunc.get(row)
    const name = textAt(cell(column('funcTable', 'name'), func))
    if (name === undefined) leaveOut('names of functions that are not there')
    const { module, isLibrary } = moduleOf(func)
    const address = addresses[row] ?? 0n
    const kind = kindOf(row, func, isLibrary)
    const called = builder.func(name ?? '[unknown]', module, kind)
    frames.push(builder.frame(called, Number(address >> 32n), Number(address & 0xffffffffn)))
  }

  const prefix = column('stackTable', 'prefix')
  const frameOf = column('stackTable', 'frame')
  const stacks = new Int32Array(Math.min(prefix.length, frameOf.length))
  for (let row = 0; row < stacks.length; row++) {
    const before = prefix.get(row)
    // the table has callers before the called
    const parent: StackIndex = before < row ? (stacks[before] ?? -1) : -1
    if (before >= row) leaveOut('callers of stacks that are not there')
    const frame = frames[frameOf.get(row)]
    if (frame === undefined) leaveOut('frames of stacks that are not there')
    stacks[row] = frame === undefined ? parent : builder.stack(parent, frame)
  }
  return stacks
}
