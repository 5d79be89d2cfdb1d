/** Builds what is missing or out of date. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { readBuildState } from './build-stamp.ts'

const why = { missing: 'there is no build yet', stale: 'the sources have changed' } as const

/** Rejects with the build's own output when it fails. */
export const ensureBuild = async (project: string, say: (line: string) => void): Promise<void> => {
  const state = await readBuildState(project)
  if (state === 'fresh') return
  say(`Building, because ${why[state]} (a few seconds).`)
  const builder = join(project, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const child = spawn(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (status === 0) return
  throw new BuildFailed(Buffer.concat(output).toString())
}

export class BuildFailed extends Error {
  override readonly name = 'BuildFailed'
  /** what the builder said */
  readonly output: string

  constructor(output: string) {
    super('The build failed')
    this.output = output
  }
}
