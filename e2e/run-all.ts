/**
 * `npm test`: everything that can be tested on this machine, stage after stage. A stage that fails fails
 * the run; the later ones still run. The last line is `N passed, N failed, N skipped`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provision } from './run/provision.ts'
import { runStages, type StageResult } from './run/stages.ts'
import { findStalePackages } from './run/stale-packages.ts'

const project = fileURLToPath(new URL('..', import.meta.url))

const prepare = (): string[] => {
  const stale = findStalePackages(project)
  if (stale.length > 0) return [`node_modules is not what package-lock.json says (${stale[0]}): run npm ci.`]
  return provision()
}

const runAll = async (): Promise<StageResult[]> => {
  const reportFolder = mkdtempSync(join(tmpdir(), 'smokejumper-test-'))
  const results = await runStages(project, reportFolder)
  rmSync(reportFolder, { recursive: true })
  return results
}

const summarise = (results: readonly StageResult[], missing: readonly string[]): number => {
  const skipped = results.flatMap((result) => result.skipped)
  if (skipped.length > 0) console.log('\nSkipped:')
  for (const { name, reason } of skipped) console.log(`  ${name}\n    ${reason}`)
  console.log('')
  for (const { name, passed, failed, skipped, seconds, complaints } of results) {
    const line = `${name.padEnd(12)} ${passed} passed, ${failed} failed, ${skipped.length} skipped in ${seconds.toFixed(0)} s`
    console.log([line, ...complaints].join('. '))
  }
  for (const sentence of missing) console.log(sentence)
  const sum = (of: (result: StageResult) => number): number => results.reduce((total, r) => total + of(r), 0)
  // What is missing of the machine fails the run, and must be seen in its last line.
  const failed = sum((r) => r.failed) + missing.length
  console.log(`${sum((r) => r.passed)} passed, ${failed} failed, ${skipped.length} skipped`)
  return failed === 0 ? 0 : 1
}

const missing = prepare()
for (const sentence of missing) console.log(sentence)
process.exitCode = summarise(await runAll(), missing)
