import { describe, expect, it } from 'vitest'
import { awkward, sampleProfiles } from '../testing/sample-profiles.ts'
import { writeText } from '../testing/write-export.ts'

/** Well-formed XML: every tag closed by its own, text and attributes without what must be escaped. */
const checkXml = (text: string): string[] => {
  const open: string[] = []
  const texts: string[] = []
  const body = text.replace(/^<\?xml[^>]*\?>\n/, '')
  for (const [, tag, between] of body.matchAll(/(<[^>]*>)([^<]*)/g)) {
    expect(between).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(between).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/)
    const [, closing, name, selfClosing] =
      /^<(\/?)([a-z]+)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>$/.exec(tag!) ?? []
    expect(name, tag).toBeDefined()
    if (closing) expect(open.pop()).toBe(name)
    else if (!selfClosing) open.push(name!)
    if (open.at(-1) === 'title' || open.at(-1) === 'text') texts.push(between!)
  }
  expect(open).toEqual([])
  return texts
}

describe('a flame graph as SVG', () => {
  it.each([...sampleProfiles])('of %s is well-formed, with the root at its full width', (_, make) => {
    const text = writeText('svg', make())
    expect(checkXml(text).some((shown) => shown.startsWith('all: '))).toBe(true)
    expect(text).toContain('width="1599.5"')
    expect(text).not.toContain('<script')
  })

  it('says each frame in full with its share, whatever it is called', () => {
    const texts = checkXml(writeText('svg', awkward(), { name: '<b>&"' }))
    expect(texts[0]).toBe('&lt;b&gt;&amp;&quot;: cpu-clock, 1 s in 4 samples')
    expect(texts).toContain('\ufffd\u{1f525}: 1 s, 100.00 %, 1 sample')
    expect(texts).toContain('main (/bin/a b): 1 s, 100.00 %, 3 samples')
    expect(texts).toContain('user')
  })
})
