/** What a stage of `npm test` came to. The reporters of vitest and Playwright write it, run-all.ts reads it. */
import { readFileSync, writeFileSync } from 'node:fs'

export interface StageReport {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
}

/** The environment variable that names the file; absent when a stage is run by hand. */
export const REPORT_FILE = 'SMOKEJUMPER_STAGE_REPORT'

export const writeReport = (report: StageReport): void => {
  const file = process.env[REPORT_FILE]
  if (file !== undefined) writeFileSync(file, JSON.stringify(report))
}

/** null: the stage did not come so far as to write one. */
export const readReport = (file: string): StageReport | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StageReport
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
