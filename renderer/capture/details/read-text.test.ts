import { expect, it } from 'vitest'
import { readText } from './read-text.ts'

it('shows terminal escapes and direction marks instead of obeying them', () => {
  const bytes = new TextEncoder().encode('a\tb\n\u001b[31mred\u202e\r')
  expect(readText(bytes)).toBe('a\tb\n\\x1b[31mred\\x202e\\x0d')
})
