import { describe, expect, it } from 'vitest'
import { transformSchema } from '../../../shared/contract/transforms.ts'
import { cpuLabel, NO_CPU } from '../../../shared/profile/function-names.ts'
import { cpuOfGroup, frameTransforms, wholeTransforms } from './frame-actions.ts'

describe('the transforms that begin at a frame', () => {
  it('are of the function and of its module', () => {
    const module = '/usr/lib/libc.so.6'
    expect(frameTransforms({ name: 'read', module }).map(({ hint, transform }) => [hint, transform])).toEqual(
      [
        ['f', { type: 'focus', match: { by: 'function', function: { name: 'read', module } } }],
        ['h', { type: 'hide', match: { by: 'function', function: { name: 'read', module } } }],
        ['Shift H', { type: 'hide', match: { by: 'module', module } }],
        ['m', { type: 'merge', match: { by: 'module', module }, name: 'libc.so.6' }],
      ],
    )
  })
  it('are of the function alone where no module is known', () => {
    expect(frameTransforms({ name: 'read', module: '' }).map(({ title }) => title)).toEqual([
      'Focus on it',
      'Hide it',
    ])
  })
  it('are such as the engine takes, whatever the module is called', () => {
    for (const { transform } of frameTransforms({ name: 'x', module: `/${'m'.repeat(900)}` }))
      expect(transformSchema.parse(transform)).toEqual(transform)
  })
})

it('each has a key of its own', () => {
  const keys = [...frameTransforms({ name: 'a', module: 'b' }), ...Object.values(wholeTransforms)].map(
    ({ key }) => key,
  )
  expect(new Set([...keys, 'o', 's']).size).toBe(keys.length + 2)
})

it('a group of one CPU has its number, others have none', () => {
  expect([cpuLabel(12), NO_CPU, 'CPU 3 (pid 7)', 'nginx (pid 7)'].map(cpuOfGroup)).toEqual([
    12,
    null,
    null,
    null,
  ])
})
