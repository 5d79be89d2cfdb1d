import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { commandLine, quoteArgument } from './quote.ts'

/** What a real sh hands to a command for this line of words, one string for each word. */
const wordsOf = (line: string, shell = 'sh'): string[] =>
  execFileSync(shell, ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

/** mulberry32: the same sequence in every run. */
const randomFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

const alphabet = [...'\'"\\`$(){}[]<>|&;*?!#~=%-+ \t\n\r\x01\x1b\x7fabAB09_/.:,@äß漢🔥']

describe('quoteArgument', () => {
  it('leaves plain words readable and quotes the rest', () => {
    expect(quoteArgument('perf')).toBe('perf')
    expect(quoteArgument('--call-graph=dwarf')).toBe('--call-graph=dwarf')
    expect(quoteArgument('/tmp/a.b_c-d')).toBe('/tmp/a.b_c-d')
    expect(quoteArgument('')).toBe("''")
    expect(quoteArgument('a=b')).toBe("'a=b'")
    expect(quoteArgument('~root')).toBe("'~root'")
    expect(quoteArgument("it's")).toBe("'it'\\''s'")
    expect(quoteArgument('plain\n')).toBe("'plain\n'")
  })

  it('gives back any text from a real sh unchanged', () => {
    const random = randomFrom(20_240_607)
    const words = Array.from({ length: 2000 }, () =>
      Array.from(
        { length: Math.floor(random() * 12) },
        () => alphabet[Math.floor(random() * alphabet.length)],
      ).join(''),
    )
    for (const shell of ['sh', 'bash'])
      expect(wordsOf(words.map(quoteArgument).join(' '), shell)).toEqual(words)
  })

  it('gives back every ASCII character alone and doubled', () => {
    const words = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code + 1)).flatMap((c) => [
      c,
      c + c,
      `a${c}b`,
    ])
    expect(wordsOf(words.map(quoteArgument).join(' '))).toEqual(words)
  })

  it('refuses what no argument can hold', () => {
    expect(() => quoteArgument('a\0b')).toThrow('holds a NUL character')
    expect(() => quoteArgument('\ud83d')).toThrow('half of a surrogate pair')
  })
})

describe('commandLine', () => {
  it('joins words so that sh runs exactly this command', () => {
    const line = commandLine(['printf', '[%s]', 'a b', '$HOME', "'", ''])
    expect(line).toBe("printf '[%s]' 'a b' '$HOME' ''\\''' ''")
    expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe("[a b][$HOME]['][]")
  })

  it('never lets a command name become an assignment or a reserved word', () => {
    expect(commandLine(['PATH=/x', 'ls'])).toBe("'PATH=/x' ls")
    expect(commandLine(['if', 'if'])).toBe("'if' if")
  })

  it('takes no empty list', () => {
    expect(() => commandLine([])).toThrow('no command')
  })
})
