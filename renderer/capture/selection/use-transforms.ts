/** Changing the selection's transforms from a view. */
import { useMemo } from 'react'
import { MOST_TRANSFORMS, type Transform } from '../../../shared/contract/transforms.ts'
import { useToast } from '../../components/toast.tsx'
import { useDispatch, useSidePart } from '../side.tsx'
import { asPart, toggleTransform, withTransform } from './transform-list.ts'

export interface Transforms {
  readonly list: readonly Transform[]
  readonly add: (transform: Transform) => void
  readonly toggle: (transform: Transform) => void
}

const none: readonly Transform[] = []

export function useTransforms(): Transforms {
  const list = useSidePart(({ view }) => view.selection.transforms) ?? none
  const dispatch = useDispatch()
  const show = useToast()
  return useMemo(() => {
    const take = (next: Transform[] | null) => {
      if (next) dispatch({ type: 'select', change: asPart(next) })
      else show({ text: `No more than ${MOST_TRANSFORMS} transforms fit. Take one away first.` })
    }
    return {
      list,
      add: (transform) => take(withTransform(list, transform)),
      toggle: (transform) => take(toggleTransform(list, transform)),
    }
  }, [list, dispatch, show])
}
