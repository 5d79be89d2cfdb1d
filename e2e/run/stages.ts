/**
 * The stages of `npm test`, each run to its end with its output shown as it comes. One that waits more than it computes
 * runs beside those before it: what it says is held until its turn.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { REPORT_FILE, readReport, type StageReport } from './stage-report.ts'

export interface Stage {
  readonly name: string
  /** the npm script, with further arguments */
  readonly script: readonly string[]
  /** its tests are counted by a reporter; else the stage is one test */
  readonly counted: boolean
  readonly limitMinutes: number
  /** begins with the first stage */
  readonly waits?: boolean
}

const vitestReport = ['--reporter=default', '--reporter=./e2e/run/vitest-report.ts']

export const stages: readonly Stage[] = [
  { name: 'types', script: ['types'], counted: false, limitMinutes: 3 },
  { name: 'lint', script: ['lint'], counted: false, limitMinutes: 2 },
  { name: 'unit', script: ['unit', '--', ...vitestReport], counted: true, limitMinutes: 10 },
  {
    ...{ name: 'integration', script: ['integration', '--', ...vitestReport] },
    ...{ counted: true, limitMinutes: 12, waits: true },
  },
  { name: 'build', script: ['build'], counted: false, limitMinutes: 3 },
  { name: 'e2e', script: ['e2e'], counted: true, limitMinutes: 15 },
]

const LAST_WORDS_MS = 3000

export interface StageResult extends StageReport {
  readonly name: string
  readonly seconds: number
  /** what else is wrong with it, in words */
  readonly complaints: readonly string[]
}

/** All of them, in their order. @param reportFolder where their reporters write */
export const runStages = async (project: string, reportFolder: string): Promise<StageResult[]> => {
  const begun = new Map<Stage, { readonly output: HeldOutput; readonly result: Promise<StageResult> }>()
  const begin = (stage: Stage) => {
    const output = holdOutput()
    const stageBegun = { output, result: runStage(stage, project, reportFolder, output) }
    begun.set(stage, stageBegun)
    return stageBegun
  }
  for (const stage of stages) if (stage.waits) begin(stage)
  const results: StageResult[] = []
  for (const stage of stages) {
    console.log(`\n=== ${stage.name} ===`)
    const { output, result } = begun.get(stage) ?? begin(stage)
    output.show()
    results.push(await result)
  }
  return results
}

interface HeldOutput {
  readonly write: (bytes: Uint8Array) => void
  /** what came so far, and from now on what comes */
  readonly show: () => void
}

const holdOutput = (): HeldOutput => {
  let held: Uint8Array[] | null = []
  return {
    write: (bytes) => {
      if (held) held.push(bytes)
      else process.stdout.write(bytes)
    },
    show: () => {
      for (const bytes of held ?? []) process.stdout.write(bytes)
      held = null
    },
  }
}

const runStage = async (
  stage: Stage,
  project: string,
  reportFolder: string,
  output: HeldOutput,
): Promise<StageResult> => {
  const reportFile = join(reportFolder, `${stage.name}.json`)
  const began = Date.now()
  const end = await runScript(stage, project, reportFile, output)
  const seconds = (Date.now() - began) / 1000
  const report = stage.counted ? readReport(reportFile) : countAsOne(end.status)
  const complaints: string[] = []
  if (end.timedOut) complaints.push(`It was ended after ${stage.limitMinutes} minutes.`)
  if (report === null) complaints.push('It ended before its tests were counted.')
  else if (report.passed + report.failed === 0) complaints.push('It ran no test.')
  else if (end.status !== 0 && report.failed === 0) complaints.push(`It ended with status ${end.status}.`)
  const { passed, failed, skipped } = report ?? { passed: 0, failed: 0, skipped: [] }
  // Whatever is wrong shows in the count: no failure without a number.
  const counted = complaints.length > 0 && failed === 0 ? 1 : failed
  return { name: stage.name, seconds, passed, failed: counted, skipped, complaints }
}

const countAsOne = (status: number | null): StageReport =>
  status === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] }

const runScript = (
  stage: Stage,
  project: string,
  reportFile: string,
  output: HeldOutput,
): Promise<{ status: number | null; timedOut: boolean }> =>
  new Promise((resolve, reject) => {
    // A process group of its own, so that a stage that hangs is ended with all that it started.
    const child = spawn('npm', ['run', '--silent', ...stage.script], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, [REPORT_FILE]: reportFile },
    })
    child.stdout.on('data', output.write)
    child.stderr.on('data', output.write)
    let timedOut = false
    const endGroup = (signal: NodeJS.Signals): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal)
    }
    const timer = setTimeout(() => {
      timedOut = true
      endGroup('SIGKILL')
    }, stage.limitMinutes * 60_000)
    const onInterrupt = (signal: NodeJS.Signals): void => {
      endGroup(signal)
      // the other stage that runs hears it too
      setImmediate(() => process.exit(130))
    }
    process.once('SIGINT', onInterrupt)
    process.once('SIGTERM', onInterrupt)
    child.once('error', reject)
    const ended = (status: number | null) => {
      clearTimeout(timer)
      process.off('SIGINT', onInterrupt)
      process.off('SIGTERM', onInterrupt)
      resolve({ status, timedOut })
    }
    // With all that it has said; what it left behind may keep its output open for ever.
    child.once('exit', (status) => {
      const lastWords = setTimeout(() => ended(status), LAST_WORDS_MS)
      child.once('close', () => {
        clearTimeout(lastWords)
        ended(status)
      })
    })
  })
