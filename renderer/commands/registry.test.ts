import { describe, expect, it } from 'vitest'
import { createCommandRegistry } from './registry.ts'

const rename = { id: 'library.rename', title: 'Rename', group: 'Library', key: 'F2', run: () => {} }

describe('the registry of commands', () => {
  it('refuses an id twice', () => {
    const registry = createCommandRegistry()
    registry.register(rename)
    expect(() => registry.register({ ...rename, title: 'Other' })).toThrow(
      'library.rename is registered already',
    )
    expect(registry.list()).toEqual([rename])
  })

  it('gives back how to take a command out, and its id is free again', () => {
    const registry = createCommandRegistry()
    const first = registry.register(rename)
    first[Symbol.dispose]()
    const again = { ...rename }
    registry.register(again)
    // disposed twice, it must not take out what came after it
    first[Symbol.dispose]()
    expect(registry.find('library.rename')).toBe(again)
  })

  it('tells of changes until told to stop, and lists the same array in between', () => {
    const registry = createCommandRegistry()
    let changes = 0
    const stop = registry.subscribe(() => {
      changes += 1
    })
    const registration = registry.register(rename)
    expect(registry.list()).toBe(registry.list())
    registration[Symbol.dispose]()
    stop()
    registry.register(rename)
    expect(changes).toBe(2)
  })
})
