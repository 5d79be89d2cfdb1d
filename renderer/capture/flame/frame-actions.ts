/** What can be done with a function, wherever it stands: the same in menu, inspector, table, and by key. */
import { idSchema } from '../../../shared/contract/limits.ts'
import type { FunctionRef } from '../../../shared/contract/selection.ts'
import type { FrameMatch, Transform } from '../../../shared/contract/transforms.ts'
import { lastName } from '../../../shared/profile/describe-transform.ts'

export interface FrameAction {
  readonly title: string
  /** where there is little room */
  readonly brief?: string
  /** KeyboardEvent.key, while the graph or the table has the focus */
  readonly key?: string
  /** the key as it is written: 'Shift H' */
  readonly hint?: string
  /** another kind of action than the one above it */
  readonly divided?: boolean
  readonly run: () => void
}

export interface FrameTransform {
  readonly title: string
  readonly brief?: string
  readonly key: string
  readonly hint: string
  readonly transform: Transform
}

/** For the inspector, whose line is short. */
export const inBrief = (actions: readonly FrameAction[]): FrameAction[] =>
  actions.map(({ brief, ...action }) => (brief ? { ...action, title: brief } : action))

/** Those that begin at a frame; those of its module only where it has one. */
export function frameTransforms({ name, module }: FunctionRef): FrameTransform[] {
  const it: FrameMatch = { by: 'function', function: { name, module } }
  const own: FrameTransform[] = [
    { title: 'Focus on it', key: 'f', hint: 'f', transform: { type: 'focus', match: it } },
    { title: 'Hide it', key: 'h', hint: 'h', transform: { type: 'hide', match: it } },
  ]
  if (module === '') return own
  const all: FrameMatch = { by: 'module', module }
  return [
    ...own,
    { title: 'Hide its module', key: 'H', hint: 'Shift H', transform: { type: 'hide', match: all } },
    {
      title: 'Merge its module into one frame',
      brief: 'Merge its module',
      key: 'm',
      hint: 'm',
      transform: { type: 'merge', match: all, name: nameMerged(lastName(module)) },
    },
  ]
}

/** As long as a name may be. */
export const nameMerged = (name: string): string => name.slice(0, idSchema.maxLength ?? name.length)

export interface WholeTransform {
  readonly transform: Transform
  readonly title: string
  /** what takes it away again */
  readonly undo: string
  readonly key: string
}

/** Those that need no frame to begin at. */
export type WholeType = 'collapse-recursion' | 'drop-kernel' | 'strip-templates' | 'fold-interpreters'
export const wholeTransforms: Readonly<Record<WholeType, WholeTransform>> = {
  'collapse-recursion': {
    transform: { type: 'collapse-recursion' },
    title: 'Collapse recursion',
    undo: 'Show recursion again',
    key: 'r',
  },
  'drop-kernel': {
    transform: { type: 'drop-kernel' },
    title: 'Drop kernel frames',
    undo: 'Show kernel frames again',
    key: 'k',
  },
  'strip-templates': {
    transform: { type: 'strip-templates' },
    title: 'Strip templates',
    undo: 'Show templates again',
    key: 't',
  },
  'fold-interpreters': {
    transform: { type: 'fold-interpreters' },
    title: 'Fold interpreters',
    undo: 'Show interpreters again',
    key: 'i',
  },
}

/** 'CPU 3' is 3; null for the group of what is known of no CPU, and for groups of another kind. */
export function cpuOfGroup(name: string): number | null {
  const number = /^CPU (\d+)$/.exec(name)?.[1]
  return number === undefined ? null : Number(number)
}
