import { describe, expect, it } from 'vitest'
import { MOST_TRANSFORMS, type Transform } from '../../../shared/contract/transforms.ts'
import { asPart, hasTransform, toggleTransform, withoutTransform, withTransform } from './transform-list.ts'

const collapse: Transform = { type: 'collapse-recursion' }
const kernel: Transform = { type: 'drop-kernel' }
const hide = (module: string): Transform => ({ type: 'hide', match: { by: 'module', module } })

describe('a list of transforms', () => {
  it('grows at its end, and not by what was just done', () => {
    expect(withTransform([collapse], hide('libc'))).toEqual([collapse, hide('libc')])
    expect(withTransform([hide('libc')], hide('libc'))).toEqual([hide('libc')])
    expect(withTransform([collapse, hide('libc')], collapse)).toEqual([collapse, hide('libc'), collapse])
  })
  it('is bounded', () => {
    const full = Array.from({ length: MOST_TRANSFORMS }, (_, i) => hide(`m${i}`))
    expect(withTransform(full, kernel)).toBe(null)
  })
  it('turns one on and off', () => {
    expect(toggleTransform([kernel], collapse)).toEqual([kernel, collapse])
    expect(toggleTransform([collapse, kernel, collapse], collapse)).toEqual([kernel])
    expect([hasTransform([kernel], kernel), hasTransform([kernel], collapse)]).toEqual([true, false])
  })
  it('loses one by its place, and is no part of a selection when it is empty', () => {
    expect(withoutTransform([collapse, kernel, collapse], 2)).toEqual([collapse, kernel])
    expect(asPart(withoutTransform([kernel], 0))).toEqual({ transforms: undefined })
  })
})
