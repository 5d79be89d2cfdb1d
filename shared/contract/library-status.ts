/** Whether the library can be used, and what is done about it when it is damaged. */
import { z } from 'zod'
import { storedErrorSchema } from '../model/capture.ts'

/** What was read out of a damaged library, and what was not. */
export const recoveryReportSchema = z.object({
  /** where the damaged file is kept */
  damaged: z.string(),
  /** captures that are in the new library with all that belongs to them */
  whole: z.number(),
  /** captures of which something is missing, and what */
  incomplete: z.array(z.object({ name: z.string(), what: z.string() })),
  /** captures of which nothing is left but that they were there */
  lostCaptures: z.number(),
  /** rows that could not be read, by table; an estimate where whole pages are gone */
  lostRows: z.array(z.object({ table: z.string(), rows: z.number() })),
})
export type RecoveryReport = z.infer<typeof recoveryReportSchema>

const problems = z.array(z.string())

export const libraryStatusSchema = z.discriminatedUnion('state', [
  /** every page is read, because the last run did not end properly; `library.skipCheck` goes on without waiting */
  z.object({ state: z.literal('checking'), path: z.string(), bytes: z.number(), startedAt: z.number() }),
  /** a person has to choose: library.recover, library.beginAnew or app.quit */
  z.object({
    state: z.literal('damaged'),
    path: z.string(),
    bytes: z.number(),
    /** in SQLite's words */
    problems,
    /** of the damaged file, beside it */
    copy: z.discriminatedUnion('state', [
      z.object({ state: z.literal('making'), bytes: z.number(), total: z.number() }),
      z.object({ state: z.literal('made'), path: z.string() }),
      z.object({ state: z.literal('impossible'), error: storedErrorSchema }),
    ]),
    /** why what was chosen last did not work */
    error: storedErrorSchema.nullable(),
  }),
  z.object({ state: z.literal('recovering'), path: z.string(), step: z.string() }),
  z.object({ state: z.literal('failed'), error: storedErrorSchema }),
  z.object({
    state: z.literal('open'),
    path: z.string(),
    /** running: every page is read in the background */
    check: z.enum(['done', 'running']),
    /** that the check in the background found; `library.ask` closes the library and asks */
    problems,
    /** what this start has recovered */
    recovered: recoveryReportSchema.nullable(),
  }),
])
export type LibraryStatus = z.infer<typeof libraryStatusSchema>
