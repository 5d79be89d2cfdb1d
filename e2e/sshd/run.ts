/** Runs a local tool to its end. */
import { execFile } from 'node:child_process'

/** Gives stdout; rejects with the tool's own words. stdin is closed after `input`. */
export const run = (command: string, args: readonly string[], input = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = execFile(command, args, { timeout: 30_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args.join(' ')}: ${error.message}\n${stderr}`))
      else resolve(stdout)
    })
    // a tool that does not read its input may be gone before it is written; its exit status says how it went
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
