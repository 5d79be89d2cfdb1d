/** The fixtures of all formats, with the format that each is of. Only for tests and for the fuzzer. */
import { existsSync, readdirSync } from 'node:fs'
import { readFixtures } from './fixtures.ts'

export interface Specimen {
  readonly name: string
  readonly bytes: Uint8Array
  /** of the format */
  readonly id: string
}

/** Which format the fixtures of all that share one folder are of: the first that matches. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^perf-/, 'perf-script'],
  [/^perftrace-/, 'perf-trace'],
  [/^timehist-/, 'perf-sched-timehist'],
  [/^bpftrace-syscalls\./, 'bpftrace-syscalls'],
  [/^bpftrace-/, 'bpftrace'],
  [/^bcc-(biolatency|funclatency|runqlat)/, 'bcc-histogram'],
  [/^bcc-/, 'bcc-table'],
  [/^folded-/, 'folded'],
  [/^ftrace-/, 'ftrace'],
  [/^strace-/, 'strace'],
]

const formatOf = (name: string): string => {
  const found = names.find(([pattern]) => pattern.test(name))
  if (found === undefined) throw new Error(`No format is known for the fixture ${name}: add it to corpus.ts`)
  return found[1]
}

/** In the order of their names; other formats than those above have a folder of their name with their fixtures. */
export const readCorpus = (): readonly Specimen[] => {
  const formats = new URL('../', import.meta.url)
  const shared = Array.from(readFixtures(new URL('fixtures/', formats)), ([name, bytes]) => ({
    ...{ name, bytes, id: formatOf(name) },
  }))
  const own = readdirSync(formats)
    .filter((id) => existsSync(new URL(`${id}/fixtures/`, formats)))
    .sort()
    .flatMap((id) =>
      Array.from(readFixtures(new URL(`${id}/fixtures/`, formats)), ([name, bytes]) => ({ name, bytes, id })),
    )
  return [...shared, ...own]
}
