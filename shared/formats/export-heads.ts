/** What can be exported, without the code that does it: for menus, command lines and the contract. */
import type { StreamKind } from '../model/profile.ts'

export interface ExportHead {
  /** as `--to` takes it: 'speedscope' */
  readonly id: string
  readonly title: string
  /** of the file's name, without the first dot: 'speedscope.json' */
  readonly extension: string
  readonly mediaType: string
  /** by custom the file is compressed with gzip, which is the caller's to do: an exporter gives what is inside */
  readonly gzip?: boolean
  /** a capture must have a stream of one of these; absent: any capture that has been read */
  readonly from?: readonly StreamKind[]
}

const events: readonly StreamKind[] = ['samples', 'slices']
const json = { mediaType: 'application/json' }
const csv = { extension: 'csv', mediaType: 'text/csv' }

export const exportHeads = {
  folded: { title: 'Folded stacks', extension: 'folded', mediaType: 'text/plain', from: ['samples'] },
  speedscope: { title: 'speedscope JSON', extension: 'speedscope.json', ...json, from: events },
  pprof: { title: 'pprof', extension: 'pb.gz', mediaType: 'application/gzip', gzip: true, from: events },
  firefox: {
    title: 'Firefox Profiler',
    extension: 'firefox.json',
    ...json,
    from: [...events, 'counter'],
  },
  'chrome-trace': {
    title: 'Chrome and Perfetto trace',
    extension: 'trace.json',
    ...json,
    from: [...events, 'counter'],
  },
  svg: { title: 'Flame graph, SVG', extension: 'svg', mediaType: 'image/svg+xml', from: events },
  'csv-functions': { title: 'Functions, CSV', ...csv, from: events },
  'csv-slices': { title: 'Slices, CSV', ...csv, from: ['slices'] },
  'csv-buckets': { title: 'Histogram buckets, CSV', ...csv, from: ['slices', 'distribution'] },
  'csv-counters': { title: 'Counters, CSV', ...csv, from: ['counter'] },
  'csv-threads': { title: 'Threads, CSV', ...csv, from: events },
} as const satisfies Readonly<Record<string, Omit<ExportHead, 'id'>>>

export type ExportId = keyof typeof exportHeads
export const exportIds = Object.keys(exportHeads) as readonly ExportId[]
export const exportHead = (id: ExportId): ExportHead => ({ id, ...exportHeads[id] })
