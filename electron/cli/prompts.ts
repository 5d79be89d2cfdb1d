/** Answers the engine's questions on the terminal, one after the other. */
import type { Prompt } from '../../shared/contract/contract.ts'
import type { EngineClient } from '../../shared/contract/engine.ts'
import { SmokejumperError } from '../../shared/errors/errors.ts'
import { printableLine } from './printable.ts'
import type { Terminal } from './terminal.ts'

export interface PromptAnswering {
  /** The error that names the question which nobody could be asked, in place of what followed from it. */
  explain(error: unknown): unknown
  stop(): void
}

export const answerPrompts = (client: EngineClient, terminal: Terminal): PromptAnswering => {
  const open = new Map<string, AbortController>()
  let unasked: Prompt | null = null
  let queue = Promise.resolve()

  const answer = async (prompt: Prompt, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return
    const given = terminal.isInteractive ? await askPerson(terminal, prompt, signal) : null
    if (!terminal.isInteractive) unasked = prompt
    open.delete(prompt.promptId)
    if (!signal.aborted) await client.call('prompts.answer', { promptId: prompt.promptId, answer: given })
  }

  const stops = [
    client.on('prompt.asked', (prompt) => {
      const controller = new AbortController()
      open.set(prompt.promptId, controller)
      queue = queue.then(() => answer(prompt, controller.signal))
    }),
    client.on('prompt.closed', ({ promptId }) => open.get(promptId)?.abort()),
  ]

  return {
    explain: (error) =>
      unasked === null || !(error instanceof SmokejumperError) ? error : cannotAsk(unasked, error),
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

/** The workbench that does the work asks in its own window, where it asks for others too. */
export const pointToWindow = (client: EngineClient, terminal: Terminal): PromptAnswering => ({
  explain: (error) => error,
  stop: client.on('prompt.asked', ({ hostLabel }) =>
    terminal.note(
      `A question about ${printableLine(hostLabel)} waits for its answer in the window of the workbench.`,
    ),
  ),
})

const askPerson = async (
  terminal: Terminal,
  prompt: Prompt,
  signal: AbortSignal,
): Promise<string | boolean | null> => {
  if (prompt.hop !== undefined)
    terminal.note(`On the way to ${printableLine(prompt.hostLabel)}: ${printableLine(prompt.hop)}.`)
  if (prompt.kind === 'secret') {
    if (prompt.note !== undefined) terminal.note(`It says: ${printableLine(prompt.note)}`)
    const tries = prompt.attempt > 1 ? ` (try ${prompt.attempt} of ${prompt.attempts})` : ''
    return terminal.ask(`${printableLine(prompt.question)}${tries}: `, {
      secret: prompt.isShown !== true,
      signal,
    })
  }
  terminal.note(`${printableLine(prompt.hostLabel)} (${printableLine(prompt.address)}) is not known yet.`)
  terminal.note(
    `Its ${printableLine(prompt.keyType)} key has the fingerprint ${printableLine(prompt.fingerprint)}`,
  )
  const typed = await terminal.ask('Is that the right host? Type yes to accept and remember it: ', {
    secret: false,
    signal,
  })
  return typed === null ? null : typed.trim().toLowerCase() === 'yes'
}

const cannotAsk = (prompt: Prompt, cause: SmokejumperError): SmokejumperError =>
  prompt.kind === 'secret'
    ? new SmokejumperError({
        code: 'prompt.dismissed',
        message: `"${prompt.question}" has to be asked, and there is no terminal to ask on.`,
        remedy: 'Run it in a terminal, or let the host be reached with ssh-agent (hosts add ... --agent).',
        facts: { host: prompt.hostLabel },
        cause,
      })
    : new SmokejumperError({
        code: 'hostkey.unknown',
        message: `${prompt.hostLabel} (${prompt.address}) is not known yet, and there is no terminal to ask on. Its ${prompt.keyType} key has the fingerprint ${prompt.fingerprint}.`,
        remedy: `Check the fingerprint, then run "smokejumper probe --host ${prompt.hostLabel}" once in a terminal.`,
        facts: { host: prompt.hostLabel, address: prompt.address, fingerprint: prompt.fingerprint },
        cause,
      })
