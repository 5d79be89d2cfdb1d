import { describe, expect, it } from 'vitest'
import { formatKey, matchesKey } from './keys.ts'

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('a key', () => {
  it('with Mod is pressed with Ctrl or Cmd', () => {
    expect(matchesKey(press('k', { ctrlKey: true }), 'Mod+K')).toBe(true)
    expect(matchesKey(press('k', { metaKey: true }), 'Mod+K')).toBe(true)
    expect(matchesKey(press('k'), 'Mod+K')).toBe(false)
    expect(matchesKey(press('k', { ctrlKey: true, altKey: true }), 'Mod+K')).toBe(false)
  })

  it('that is a sign may need Shift on this keyboard', () => {
    expect(matchesKey(press('?', { shiftKey: true }), '?')).toBe(true)
    expect(matchesKey(press('/'), '/')).toBe(true)
    expect(matchesKey(press('/', { shiftKey: true }), '/')).toBe(true)
  })

  it('that is a letter or has a name does not take Shift along', () => {
    expect(matchesKey(press('C', { shiftKey: true }), 'C')).toBe(false)
    expect(matchesKey(press('F2'), 'F2')).toBe(true)
    expect(matchesKey(press('ArrowDown', { shiftKey: true }), 'Shift+ArrowDown')).toBe(true)
  })

  it('is shown as on the keyboard', () => {
    expect(formatKey('Mod+k', false)).toBe('Ctrl K')
    expect(formatKey('Mod+ArrowUp', true)).toBe('⌘ ↑')
    expect(formatKey('+', false)).toBe('+')
  })
})
