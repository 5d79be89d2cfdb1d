/** The transforms of a selection as a list: what is done first stands first. */
import { MOST_TRANSFORMS, type Transform } from '../../../shared/contract/transforms.ts'

type Transforms = readonly Transform[]

/** Null when no more fit. Doing the same twice in a row changes nothing. */
export function withTransform(transforms: Transforms, added: Transform): Transform[] | null {
  const last = transforms.at(-1)
  if (last && isSame(last, added)) return [...transforms]
  return transforms.length < MOST_TRANSFORMS ? [...transforms, added] : null
}

export const withoutTransform = (transforms: Transforms, index: number): Transform[] =>
  transforms.filter((_, at) => at !== index)

/** All like it go, or it comes. */
export function toggleTransform(transforms: Transforms, toggled: Transform): Transform[] | null {
  const others = transforms.filter((transform) => !isSame(transform, toggled))
  return others.length < transforms.length ? others : withTransform(transforms, toggled)
}

export const hasTransform = (transforms: Transforms, wanted: Transform): boolean =>
  transforms.some((transform) => isSame(transform, wanted))

/** All transforms are made by this program: their keys stand in one order. */
const isSame = (a: Transform, b: Transform): boolean => JSON.stringify(a) === JSON.stringify(b)

/** As part of a change of the selection: no transforms are no part of it. */
export const asPart = (transforms: Transform[]): { readonly transforms: Transform[] | undefined } => ({
  transforms: transforms.length > 0 ? transforms : undefined,
})
