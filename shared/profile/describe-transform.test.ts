import { describe, expect, it } from 'vitest'
import type { Transform } from '../contract/transforms.ts'
import { describeTransform } from './describe-transform.ts'

const say = (transform: Transform): string => {
  const { verb, object } = describeTransform(transform)
  return `${verb} ${object}`
}
const libc = { by: 'module', module: '/usr/lib/libc.so.6' } as const

describe('a transform in words', () => {
  it('says what is done, and to what', () => {
    const walk = { by: 'function', function: { name: 'walk', module: 'shop' } } as const
    expect(
      (
        [
          { type: 'collapse-recursion' },
          { type: 'drop-kernel' },
          { type: 'strip-templates' },
          { type: 'fold-interpreters' },
          { type: 'hide', match: walk },
          { type: 'merge', match: libc, name: 'libc' },
          { type: 'focus', match: { by: 'pattern', pattern: '^std::' } },
        ] as const
      ).map(say),
    ).toEqual([
      'collapse recursion',
      'drop kernel',
      'strip templates',
      'fold interpreters',
      'hide walk',
      'merge module libc.so.6',
      'focus on matching ^std::',
    ])
  })
  it('says what becomes of the numbers, with whole names', () => {
    expect(describeTransform({ type: 'hide', match: libc }).meaning).toBe(
      'The frames of module /usr/lib/libc.so.6 are gone; their time is their caller’s.',
    )
    expect(describeTransform({ type: 'merge', match: libc, name: 'C library' }).meaning).toBe(
      'Each run of the frames of module /usr/lib/libc.so.6 is one frame: C library.',
    )
  })
})
