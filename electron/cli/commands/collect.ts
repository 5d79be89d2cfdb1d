import type { Command } from '../arguments.ts'
import { printableLine } from '../printable.ts'
import type { CommandContext } from './command-context.ts'
import { followCapture } from './follow-capture.ts'

/** Goes back to the host of an interrupted capture, waits until what is there is stored, and says what it is. */
export const runCollect = async (
  { captureId, json, partial }: Extract<Command, { kind: 'collect' }>,
  context: CommandContext,
): Promise<number> => {
  const { client, terminal, interrupts } = context
  await client.call(
    'captures.collect',
    { captureId, partial },
    { signal: interrupts.signal, onProgress: ({ step }) => terminal.showStatus(printableLine(step)) },
  )
  return followCapture({ captureId, json, partial }, context)
}
