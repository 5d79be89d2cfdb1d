import { describe, expect, it } from 'vitest'
import { printable, printableLine } from './printable.ts'
import { formatTable } from './table.ts'

describe('text from a host on a terminal', () => {
  it('obeys nothing and hides nothing', () => {
    expect(printable('\u001b]0;title\u0007 \u001b[2J\r\u0000\u007f')).toBe('^[]0;title^G ^[[2J^M^@^?')
    expect(printable('\u009b31m')).toBe('\\u009b31m')
    expect(printable('a\u202eb\u2066c')).toBe('a\\u202eb\\u2066c')
  })

  it('keeps lines, tabs and every other script', () => {
    expect(printable('a\n\tb ünï→😀')).toBe('a\n\tb ünï→😀')
  })

  it('stays in its cell', () => {
    expect(printableLine('a\n\nb\tc')).toBe('a b c')
    const rows = [
      { name: 'x\ny', count: 5 },
      { name: 'longer', count: 1234 },
    ]
    expect(
      formatTable(rows, [
        { title: 'NAME', value: ({ name }) => name },
        { title: 'COUNT', value: ({ count }) => String(count), align: 'right' },
      ]),
    ).toBe('NAME    COUNT\nx y         5\nlonger   1234\n')
  })
})
