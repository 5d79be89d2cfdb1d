/**
 * ssh's questions, carried to the engine: ssh runs a small script for each (SSH_ASKPASS), which hands the question over
 * and prints the answer. Through named pipes in a folder of our own (0700), which any sh can read and write: a socket
 * would need a program that is not on every machine. An answer is never an argument and never a file.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export interface AskpassQuestion {
  /** in ssh's words, perhaps several lines */
  readonly text: string
  /** 'none': nothing is to be answered (touch the security key); 'confirm': yes or no */
  readonly kind: 'ask' | 'confirm' | 'none'
}

export interface Askpass {
  /** for ssh */
  readonly environment: Readonly<Record<string, string>>
  close(): void
}

/** The token keeps out what merely found the folder; the folder keeps out everybody else. */
const script = `#!/bin/sh
# Carries one question of ssh to Smokejumper, and its answer back.
umask 077
cd "$SMOKEJUMPER_ASKPASS" || exit 1
kill -0 "$SMOKEJUMPER_ASKPASS_PID" 2>/dev/null || exit 1
printf %s "$1" >"$$.question" && mkfifo "$$.answer" || exit 1
printf '%s %s %s\\n' "$SMOKEJUMPER_ASKPASS_TOKEN" "$$" "\${SSH_ASKPASS_PROMPT:-ask}" >ask || exit 1
exec head -n 1 <"$$.answer"
`

/**
 * @param folder of our own; everything in it is private
 * @param answer null leaves ssh waiting: whoever gives it ends ssh
 */
export const openAskpass = async (
  folder: string,
  answer: (question: AskpassQuestion) => Promise<string | null>,
): Promise<Askpass> => {
  const token = randomBytes(24).toString('hex')
  const program = join(folder, 'askpass')
  const pipe = join(folder, 'ask')
  await writeFile(program, script, { mode: 0o700 })
  await execute('mkfifo', ['-m', '600', pipe])
  // for writing too: it stays open when the last script has gone
  const inbox = new Socket({ fd: openSync(pipe, openForBoth), readable: true, writable: false })
  const answers = new Set<number>()
  const take = async (line: string) => {
    const [given, id = '', kind = 'ask'] = line.split(' ')
    if (given !== token || !/^\d+$/.test(id)) return
    // opened at once: should the engine die, the script reads an end instead of waiting for ever
    const pipe = openSync(join(folder, `${id}.answer`), openForBoth)
    answers.add(pipe)
    const text = await readFile(join(folder, `${id}.question`), 'utf8')
    await rm(join(folder, `${id}.question`))
    const said = await answer({ text, kind: kind === 'none' || kind === 'confirm' ? kind : 'ask' })
    if (said === null || !answers.has(pipe)) return
    writeSync(pipe, `${said.replaceAll('\n', '')}\n`)
  }
  let heard = ''
  inbox.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1')
    const lines = heard.split('\n')
    heard = lines.pop() ?? ''
    for (const line of lines) take(line).catch((error: unknown) => inbox.destroy(error as Error))
  })
  inbox.on('error', () => undefined)
  return {
    environment: {
      SSH_ASKPASS: program,
      SSH_ASKPASS_REQUIRE: 'force',
      // before 8.4, ssh asks a program only where there is a display
      DISPLAY: process.env.DISPLAY ?? ':0',
      SMOKEJUMPER_ASKPASS: folder,
      SMOKEJUMPER_ASKPASS_TOKEN: token,
      SMOKEJUMPER_ASKPASS_PID: String(process.pid),
    },
    close() {
      inbox.destroy()
      for (const pipe of answers) closeSync(pipe)
      answers.clear()
    },
  }
}

const openForBoth = constants.O_RDWR | constants.O_NONBLOCK
