/** The real captures that the bench makes its inputs from. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const formatFixture = (name: string): string =>
  readFileSync(new URL(`../../shared/formats/fixtures/${name}`, import.meta.url), 'latin1')

/** perf record -F 49 -g of a small program: short stacks of C */
export const readOrdinaryStacks = (): string => formatFixture('perf-fp.txt')
/** long names with templates and lambdas */
export const readCppStacks = (): string => formatFixture('perf-cpp.txt')
/** a recursive-descent parser and a compiler: 17,799 samples, nearly every stack another, a tree of 264,396 nodes */
export const readDeepStacks = (): Buffer =>
  gunzipSync(readFileSync(new URL('fixtures/perf-deep.txt.gz', import.meta.url)))

/** As many of its samples as make a tree of 200 k nodes (201,641). */
export const readDeepStacksOf200kNodes = (): string =>
  readDeepStacks().toString('latin1').split('\n\n').slice(0, 13_400).join('\n\n')
