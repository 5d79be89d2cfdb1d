import { describe, expect, it } from 'vitest'
import { outlineJson } from './outline.ts'

const outline = (text: string) => {
  const { paths, texts } = outlineJson(new TextEncoder().encode(text))
  return { paths: [...paths], texts: [...texts] }
}

describe('the outline of a document', () => {
  it('has the paths that are there, also when it is cut', () => {
    expect(outline(' {"data": [{"traceID": "a", "spans": [{"operationName": "b"}, {"operatio')).toEqual({
      paths: [
        '',
        'data',
        'data/*',
        'data/*/traceID',
        'data/*/spans',
        'data/*/spans/*',
        'data/*/spans/*/operationName',
      ],
      texts: [
        ['data/*/traceID', 'a'],
        ['data/*/spans/*/operationName', 'b'],
      ],
    })
    expect(outline('[{"ph": "X"},\n{"ph": "B"')).toEqual({ paths: ['', '*', '*/ph'], texts: [['*/ph', 'X']] })
  })

  it('is empty for what is no JSON', () => {
    for (const text of ['', 'perf 1/1', '{perf}']) {
      expect(outline(text)).toEqual({ paths: [], texts: [] })
    }
  })
})
