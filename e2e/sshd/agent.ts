/** A real ssh-agent with one key in it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { until } from './until.ts'

const execute = promisify(execFile)

export interface Agent extends AsyncDisposable {
  /** for SSH_AUTH_SOCK */
  readonly socket: string
}

/** `keyPath` null: an agent without keys. */
export const startAgent = async (
  directory: string,
  keyPath: string | null,
  passphrase: string,
): Promise<Agent> => {
  const socket = join(directory, 'agent.sock')
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
  await until('ssh-agent to answer', () => answers(socket))
  if (keyPath !== null) await addKey(directory, socket, keyPath, passphrase)
  return {
    socket,
    async [Symbol.asyncDispose]() {
      await ended(child)
      await rm(socket, { force: true })
    },
  }
}

const addKey = async (directory: string, socket: string, keyPath: string, passphrase: string) => {
  const askpass = join(directory, 'askpass')
  await writeFile(askpass, '#!/bin/sh\nprintf "%s\\n" "$THROWAWAY_PASSPHRASE"\n')
  await chmod(askpass, 0o700)
  const env = {
    ...process.env,
    SSH_AUTH_SOCK: socket,
    SSH_ASKPASS: askpass,
    SSH_ASKPASS_REQUIRE: 'force',
    THROWAWAY_PASSPHRASE: passphrase,
  }
  await execute('ssh-add', ['-q', keyPath], { env, timeout: 30_000 })
}

/** ssh-add -l exits with 2 when there is no agent, with 1 when it has no keys. */
const answers = async (socket: string): Promise<boolean> =>
  execute('ssh-add', ['-l'], { env: { ...process.env, SSH_AUTH_SOCK: socket }, timeout: 10_000 }).then(
    () => true,
    (error: unknown) => error instanceof Error && 'code' in error && error.code === 1,
  )

const ended = async (child: ChildProcess) => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}
