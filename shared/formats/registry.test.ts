import { describe, expect, it } from 'vitest'
import { isExpected } from '../errors/errors.ts'
import { perfScript } from './perf-script.ts'
import { formatById, formats, indexFormats } from './registry.ts'

describe('the registry of formats', () => {
  it('finds each format by its id', () => {
    for (const format of formats) expect(formatById(format.id)).toBe(format)
    expect(formats[0]).toBe(perfScript)
  })

  it('refuses two formats of one id', () => {
    expect(() => indexFormats([perfScript, { ...perfScript }])).toThrow(/"perf-script"/)
  })

  it('says which parsers there are when one is not', () => {
    expect(() => formatById('no-such-parser')).toThrow(
      expect.toSatisfy(
        (error) => isExpected(error) && error.message.includes('perf-script, bpftrace-syscalls'),
      ),
    )
  })
})
