/** Doing what can be done with a function or a group: each view adds its own zoom. */
import { useCallback, useMemo } from 'react'
import type { FunctionRef } from '../../../shared/contract/selection.ts'
import type { FrameKind } from '../../../shared/model/profile.ts'
import { copyText } from '../../components/copy-text.ts'
import { chooseFunction } from '../sandwich/choose-function.ts'
import { hasTransform } from '../selection/transform-list.ts'
import { useTransforms } from '../selection/use-transforms.ts'
import { useDispatch } from '../side.tsx'
import { escapePattern } from './escape-pattern.ts'
import type { FlameNode } from './flame-tree.ts'
import { cpuOfGroup, type FrameAction, frameTransforms, wholeTransforms } from './frame-actions.ts'

/** A frame of a graph or a row of a table. */
export type Actable = FunctionRef & { readonly kind: FrameKind | FlameNode['kind'] }

export interface FrameActions {
  /** what concerns this one alone; [] for what is neither function nor group */
  readonly of: (frame: Actable) => FrameAction[]
  /** all of that, and what concerns all frames, for a menu */
  readonly inMenu: (frame: Actable) => FrameAction[]
  /** runs what has this key, and says whether anything has */
  readonly press: (key: string, frame: Actable) => boolean
}

export function useFrameActions(): FrameActions {
  const dispatch = useDispatch()
  const { list, add, toggle } = useTransforms()
  const of = useCallback(
    (frame: Actable): FrameAction[] => {
      const { name, module, kind } = frame
      if (kind === 'group') {
        const cpu = cpuOfGroup(name)
        const run = () => dispatch({ type: 'select', change: { cpus: cpu === null ? undefined : [cpu] } })
        return cpu === null ? [] : [{ title: 'Only this CPU', key: 'o', hint: 'o', run }]
      }
      if (kind === 'root' || kind === 'rest') return []
      return [
        {
          title: 'Sandwich: callers and callees',
          brief: 'Sandwich',
          key: 's',
          hint: 's',
          run: () => dispatch({ type: 'flame', change: chooseFunction({ name, module }) }),
        },
        {
          title: 'Only this function',
          key: 'o',
          hint: 'o',
          run: () => dispatch({ type: 'select', change: { function: { name, module } } }),
        },
        ...frameTransforms(frame).map(({ transform, ...words }, index) => ({
          ...words,
          ...(index === 0 ? { divided: true } : {}),
          run: () => add(transform),
        })),
      ]
    },
    [dispatch, add],
  )
  const inMenu = useCallback(
    (frame: Actable): FrameAction[] => [
      ...of(frame),
      ...Object.values(wholeTransforms).map(({ transform, title, undo, key }, index) => ({
        title: hasTransform(list, transform) ? undo : title,
        hint: key,
        ...(index === 0 ? { divided: true } : {}),
        run: () => toggle(transform),
      })),
      {
        title: 'Search for this name',
        divided: true,
        run: () =>
          dispatch({ type: 'flame', change: { form: 'whole', search: `^${escapePattern(frame.name)}$` } }),
      },
      { title: 'Copy the name', run: () => void copyText(frame.name) },
    ],
    [of, list, toggle, dispatch],
  )
  return useMemo(
    () => ({
      of,
      inMenu,
      press: (key, frame) => {
        const action = of(frame).find((one) => one.key === key)
        action?.run()
        return action !== undefined
      },
    }),
    [of, inMenu],
  )
}
