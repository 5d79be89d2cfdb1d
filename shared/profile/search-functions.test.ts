import { expect, it } from 'vitest'
import { indexProfile } from './profile-index.ts'
import { matchFunctions } from './search-functions.ts'
import { profileOf } from './testing/profile-of.ts'

const index = indexProfile(
  profileOf({
    threads: [{ pid: 1, tid: 1, name: 'init' }],
    samples: [{ time: 0, thread: 0, weight: 1, stack: ['Sort<int>(char*)@libStd', 'sort@', 'Größe@app'] }],
    duration: 0,
  }),
)
const found = (pattern: string): string[] => {
  const matches = matchFunctions(index, pattern)
  return index.functions.names.filter((_, i) => matches?.[i] === 1)
}

it('takes upper and lower case as one while the pattern has no upper-case letter of its own', () => {
  expect(found('sort')).toEqual(['Sort<int>(char*)', 'sort'])
  expect(found('Sort')).toEqual(['Sort<int>(char*)'])
  expect(found('s\\Srt')).toEqual(['Sort<int>(char*)', 'sort'])
  expect(found('\\p{Latin}ort')).toEqual(['Sort<int>(char*)', 'sort'])
  expect(found('(?P<First>s)ort')).toEqual(['Sort<int>(char*)', 'sort'])
  expect(found('[[:^digit:]]ort')).toEqual(['Sort<int>(char*)', 'sort'])
})

it('matches modules, groups and letters of any script', () => {
  expect(found('^libstd$')).toEqual(['Sort<int>(char*)'])
  expect(found('GRÖSSE|größe')).toEqual([])
  expect(found('grö.e')).toEqual(['Größe'])
  expect(found('pid 1\\)')).toEqual(['init (pid 1)'])
  expect(found('\\(char\\*\\)$')).toEqual(['Sort<int>(char*)'])
})

it('is not led astray by a pattern that makes a backtracking engine run for years', () => {
  expect(found('(s*)*(s*)*(s*)*(s*)*(s*)*$(s*)*!')).toEqual([])
})

it('remembers the last pattern only', () => {
  expect(matchFunctions(index, 'sort')).toBe(matchFunctions(index, 'sort'))
  expect(found('init')).not.toEqual(found('sort'))
  expect(matchFunctions(index, '')).toBeNull()
})
