import { describe, expect, it } from 'vitest'
import { parseFramedOutput } from './framed-output.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (data: Uint8Array) => new TextDecoder().decode(data)

describe('framed output', () => {
  it('is found between what login files print', () => {
    const { values, data } = parseFramedOutput(
      bytes('Welcome!\nstate=hacked\nN begin\nstate=recording\nwhy=\nN data\nabc\nN end\nbye\n'),
      'N',
    )
    expect([...values]).toEqual([
      ['state', 'recording'],
      ['why', ''],
    ])
    expect(text(data)).toBe('abc')
  })

  it('gives data byte for byte, newlines at its ends included', () => {
    const frame = parseFramedOutput(bytes('N begin\nN data\n\n\0x\n\n\nN end\n'), 'N')
    expect(text(frame.data)).toBe('\n\0x\n\n')
  })

  it('gives no bytes where there is no data', () => {
    expect(parseFramedOutput(bytes('N begin\nN data\n\nN end\n'), 'N').data).toHaveLength(0)
    expect(parseFramedOutput(bytes('N begin\na=1\nN end\n'), 'N').data).toHaveLength(0)
  })

  it('is refused when it was cut, with what was printed', () => {
    expect(() => parseFramedOutput(bytes('This account is not available.\n'), 'N')).toThrow(
      /did not answer as expected.*This account is not available/,
    )
    expect(() => parseFramedOutput(bytes('N begin\nN data\nabc'), 'N')).toThrow(/did not answer/)
  })
})
