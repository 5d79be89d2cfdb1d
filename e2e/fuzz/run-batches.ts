/**
 * Drives the process that tries inputs, and replaces it when it hangs or dies: the input it was at is then the
 * finding. A batch is small, so that little is lost; one is always tried, however slow the machine is to begin.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ALLOWED_HEAP_MB, type FuzzOptions, HANG_MS, type Report } from './messages.ts'

const BATCH = 25
const script = fileURLToPath(new URL('child.ts', import.meta.url))

export interface Drive {
  readonly options: FuzzOptions
  readonly firstIndex: number
  /** asked after each batch; false ends the run */
  goesOn(): boolean
  onReport(report: Report): void
  /** of a test: another program, and how long it may be silent */
  readonly script?: string
  readonly hangMs?: number
}

const start = async (drive: Drive): Promise<ChildProcess> => {
  const child = fork(drive.script ?? script, [JSON.stringify(drive.options)], {
    execArgv: [`--max-old-space-size=${ALLOWED_HEAP_MB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  await once(child, 'message')
  return child
}

/** Returns the next index. */
const runBatch = (drive: Drive, child: ChildProcess, from: number): Promise<number> => {
  const to = from + BATCH
  let next = from
  let said = ''
  return new Promise((resolve) => {
    const fail = (problem: string) => {
      const format = drive.options.format ?? ''
      drive.onReport({ index: next, format, outcome: 'failed', ms: 0, memory: 0, problem })
      end(next + 1)
    }
    const onExit = (code: number | null, signal: string | null) =>
      fail(`The process ended with ${signal ?? code}.\n${said.slice(-4000)}`)
    const hang = () => {
      child.off('exit', onExit)
      child.kill('SIGKILL')
      fail(`No end after ${drive.hangMs ?? HANG_MS} ms.`)
    }
    let watchdog = setTimeout(hang, drive.hangMs ?? HANG_MS)
    const onMessage = (report: Report) => {
      clearTimeout(watchdog)
      drive.onReport(report)
      next = report.index + 1
      if (next >= to) return end(next)
      watchdog = setTimeout(hang, drive.hangMs ?? HANG_MS)
    }
    const onData = (data: Buffer) => {
      said = (said + data.toString()).slice(-16_000)
    }
    const end = (index: number) => {
      clearTimeout(watchdog)
      child.off('exit', onExit)
      child.off('message', onMessage)
      child.stderr?.off('data', onData)
      resolve(index)
    }
    child.on('exit', onExit)
    child.on('message', onMessage)
    child.stderr?.on('data', onData)
    child.send({ from, to })
  })
}

const isAlive = (child: ChildProcess): boolean =>
  child.exitCode === null && child.signalCode === null && !child.killed && child.connected

export const runBatches = async (drive: Drive): Promise<void> => {
  let child = await start(drive)
  try {
    let index = drive.firstIndex
    do {
      if (!isAlive(child)) child = await start(drive)
      index = await runBatch(drive, child, index)
    } while (drive.goesOn())
  } finally {
    child.kill('SIGKILL')
  }
}
