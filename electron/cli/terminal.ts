/** The terminal of a command: results on stdout, everything else on stderr. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

export interface Terminal {
  /** someone is there who can answer */
  readonly isInteractive: boolean
  /** a result: only this is ever on stdout */
  print(content: string | Uint8Array): Promise<void>
  /** stdout is a screen, so that control characters would be obeyed */
  readonly printsToScreen: boolean
  /** a line for the person */
  note(line: string): void
  /** replaces what it showed before, a line or several; on a terminal only */
  showStatus(lines: string): void
  /** null: dismissed (Ctrl-C, Ctrl-D) or the signal fired */
  ask(question: string, options: { secret: boolean; signal: AbortSignal }): Promise<string | null>
}

const ERASE_LINE = '\r\u001b[K'
const ERASE_LINE_ABOVE = '\u001b[A\u001b[K'

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

const isBrokenPipe = (error: Error): boolean => 'code' in error && error.code === 'EPIPE'

export const openTerminal = (
  streams: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'> = process,
): Terminal => {
  const { stdin, stdout, stderr } = streams
  // `| head` has read enough: no error of ours.
  stdout.on('error', (error) => {
    if (!isBrokenPipe(error)) throw error
  })
  /** lines that it takes now */
  let statusLines = 0
  const clearStatus = (): void => {
    if (statusLines > 0) stderr.write(ERASE_LINE + ERASE_LINE_ABOVE.repeat(statusLines - 1))
    statusLines = 0
  }
  return {
    isInteractive: stdin.isTTY && stderr.isTTY,
    printsToScreen: stdout.isTTY,
    print: (content) => {
      clearStatus()
      return new Promise((resolve, reject) =>
        stdout.write(content, (error) => (error && !isBrokenPipe(error) ? reject(error) : resolve())),
      )
    },
    note: (line) => {
      clearStatus()
      stderr.write(`${line}\n`)
    },
    showStatus: (text) => {
      if (!stderr.isTTY) return
      clearStatus()
      // what does not fit on the screen cannot be taken back from it
      const lines = text.split('\n').slice(0, Math.max(1, stderr.rows - 1))
      stderr.write(lines.map((line) => line.slice(0, Math.max(0, stderr.columns - 1))).join('\n'))
      statusLines = lines.length
    },
    ask: (question, { secret, signal }) => {
      clearStatus()
      // readline edits the line in raw mode; where its echo goes nowhere, a secret is not shown.
      const lines = createInterface({ input: stdin, output: secret ? nowhere() : stderr, terminal: true })
      return new Promise<string | null>((resolve) => {
        const end = (answer: string | null): void => {
          resolve(answer)
          lines.close()
        }
        signal.addEventListener('abort', () => end(null), { once: true })
        lines.on('SIGINT', () => end(null))
        lines.on('close', () => {
          if (secret) stderr.write('\n')
          resolve(null)
        })
        if (secret) stderr.write(question)
        lines.question(secret ? '' : question, end)
      })
    },
  }
}
