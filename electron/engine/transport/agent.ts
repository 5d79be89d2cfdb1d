/** The person's ssh-agent. */
import { type BaseAgent, createAgent } from 'ssh2'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { withLimit } from './limits.ts'

const answerMs = 5000

/** An agent that answers and has keys. Throws ssh.no-agent. `socketPath`: its SSH_AUTH_SOCK. */
export const openAgent = async (socketPath: string | undefined): Promise<BaseAgent> => {
  if (socketPath === undefined || socketPath === '')
    throw noAgent(
      'SSH_AUTH_SOCK is not set, so no ssh-agent is known',
      'Start Smokejumper from a session with ssh-agent, or choose a key file for this host.',
      '',
    )
  const agent = createAgent(socketPath)
  const count = await withLimit({ timeoutMs: answerMs, timeoutError: () => silent(socketPath) }, () =>
    countKeys(agent, socketPath),
  )
  if (count === 0)
    throw noAgent(
      'The ssh-agent holds no keys',
      'Add one with "ssh-add FILE", or choose a key file for this host.',
      socketPath,
    )
  return agent
}

const countKeys = (agent: BaseAgent, socketPath: string): Promise<number> =>
  new Promise((resolve, reject) => {
    agent.getIdentities((error, keys) => {
      if (error) reject(silent(socketPath, error))
      else resolve(keys?.length ?? 0)
    })
  })

const silent = (socketPath: string, cause?: Error) =>
  noAgent(
    `The ssh-agent at ${socketPath} does not answer`,
    'It may have ended: start ssh-agent anew and log in again, or choose a key file for this host.',
    socketPath,
    cause,
  )

const noAgent = (what: string, remedy: string, socketPath: string, cause?: Error) =>
  new SmokejumperError({
    code: 'ssh.no-agent',
    message: `${what}.`,
    remedy,
    facts: { SSH_AUTH_SOCK: socketPath },
    cause,
  })
