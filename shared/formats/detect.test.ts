import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isExpected, type SmokejumperError } from '../errors/errors.ts'
import { createDetectingParser } from './detect.ts'
import { perfScript } from './perf-script.ts'
import { formats } from './registry.ts'

const fixtures = new URL('./fixtures/', import.meta.url)

const read = (bytes: Uint8Array, chunkBytes = 5000) => {
  const parser = createDetectingParser(formats)
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.subarray(at, at + chunkBytes))
  const profile = parser.finish()
  return { profile, format: parser.format?.id }
}

const refusalOf = (bytes: Uint8Array | string): SmokejumperError => {
  try {
    read(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes)
  } catch (error) {
    if (isExpected(error)) return error
    throw error
  }
  throw new Error('It was read')
}

describe('an input of any format', () => {
  it.each(
    readdirSync(fixtures).filter(
      (name) => name.startsWith('perf-') && !/perf-(trace|sched-timehist)/.test(name),
    ),
  )('is found by its content and read as by the format itself: %s', (name) => {
    const bytes = new Uint8Array(readFileSync(new URL(name, fixtures)))
    const { profile, format } = read(bytes)
    expect(format).toBe('perf-script')
    const parser = perfScript.createParser()
    parser.push(bytes)
    expect(profile).toEqual(parser.finish())
  })

  it('that no format knows is refused as soon as its beginning is there', () => {
    const parser = createDetectingParser(formats)
    const letter = new TextEncoder().encode('Dear Sir or Madam, please find enclosed nothing.\n'.repeat(2000))
    expect(() => parser.push(letter)).toThrow(
      expect.toSatisfy((error) => isExpected(error) && error.code === 'format.unrecognised'),
    )
  })

  it('says what it most looks like and where that ends', () => {
    const nothing = refusalOf('Dear Sir or Madam')
    expect(nothing.message).toBe(
      'This is in none of the formats that can be read, from its first byte on. The input begins with "Dear Sir or Madam".',
    )
    expect(nothing.remedy).toContain('perf script')
    expect(nothing.facts.byte).toBe(0)
    expect(refusalOf('').message).toContain('The input is empty')
    expect(refusalOf(Uint8Array.of(0, 1, 2, 3, 0, 9)).message).toContain('binary')
    expect(refusalOf('PERFILE2\0\0\0\0').message).toContain('perf.data')
  })

  it('that only begins like a format says so', () => {
    const error = refusalOf('# tracer: function_graph\n#\n')
    expect(error.message).toMatch(
      /^It most looks like ftrace, but could not be read as that: Nothing in the input/,
    )
    expect(error.facts.looksLike).toBe('ftrace')
  })
})
