/** `npm run -s cli -- ARGS`, to its end. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Person } from './person.ts'
import { project } from './running-app.ts'

export interface CliResult {
  readonly status: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** Without a terminal, on the person's own library. */
export const runCli = (person: Person, args: readonly string[]): Promise<CliResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(project, 'electron/cli/main.ts'), ...args, '--library', person.library],
      { cwd: person.home, env: { ...person.environment }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.once('error', reject)
    child.once('close', (status) =>
      resolve({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    )
  })
