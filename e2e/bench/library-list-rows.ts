/** The list of a library that has grown for years: pages in each order, filters, and full-text search. */

import { captureSorts } from '../../shared/contract/capture-request.ts'
import type { Args } from '../../shared/contract/contract.ts'
import { openBenchLibrary } from './bench-library.ts'
import { fillLibrary, HOSTS } from './fill-library.ts'
import { type Measure, quantile, type Row, round, timedAsync } from './row.ts'

type ListArgs = Args<'captures.list'>

const CAPTURES = 10_000
const ROUNDS = 20
const LIMIT_MS = 30

const page: ListArgs = {
  ...{ search: '', hostId: null, recipeId: null, sort: 'startedAt', descending: true, offset: 0, limit: 100 },
}

const asked: Readonly<Record<string, readonly Partial<ListArgs>[]>> = {
  'list page': captureSorts.flatMap((sort) =>
    [true, false].flatMap((descending) => [0, 5000].map((offset) => ({ sort, descending, offset }))),
  ),
  filter: [
    ...Array.from({ length: HOSTS }, (_, host) => ({ hostId: `host-${host}` })),
    ...captureSorts.map((sort) => ({ recipeId: 'cpu-profile', sort })),
  ],
  // most captures, few, and one
  'full-text search': ['nginx', 'n', 'nginx gz', 'slow 77', '4711'].flatMap((search) =>
    (['startedAt', 'events'] as const).map((sort) => ({ search, sort })),
  ),
}

export const libraryListRows: Measure = async (scale) => {
  await using bench = await openBenchLibrary()
  await bench.close()
  const captures = Math.round(CAPTURES * scale)
  fillLibrary(bench.path, captures)
  const library = await bench.reopen()
  const rows: Row[] = []
  for (const [what, lists] of Object.entries(asked)) {
    const times: number[] = []
    for (let turn = 0; turn < ROUNDS; turn++)
      for (const list of lists)
        times.push((await timedAsync(() => library.listCaptures({ ...page, ...list }))).ms)
    const p95 = quantile(times, 0.95)
    rows.push({
      what: `${what}, ${captures} captures in the library`,
      measured: `p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, least ${Math.min(...times).toFixed(1)} ms`,
      must: `p95 ${LIMIT_MS} ms`,
      holds: p95 < LIMIT_MS,
      figures: {
        p50Ms: round(quantile(times, 0.5)),
        p95Ms: round(p95),
        leastMs: round(Math.min(...times)),
      },
    })
  }
  return rows
}
