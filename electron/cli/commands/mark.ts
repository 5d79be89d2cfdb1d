import type { Command } from '../arguments.ts'
import { printable } from '../printable.ts'
import { type CommandContext, printJson } from './command-context.ts'

/** A named instant on the timeline of what runs: the moment at which the command was started. */
export const runMark = async (
  command: Extract<Command, { kind: 'mark' }>,
  { client, terminal, interrupts }: CommandContext,
): Promise<number> => {
  const { markers } = await client.call(
    'captures.mark',
    {
      text: command.text,
      ...(command.captureId === null ? {} : { captureId: command.captureId }),
      // since this process began: to come this far takes a while
      agoMs: performance.now(),
    },
    { signal: interrupts.signal },
  )
  if (command.json) {
    await printJson(terminal, { markers })
    return 0
  }
  for (const { captureId } of markers) {
    const { name, markers: all = [] } = await client.call('captures.get', { captureId })
    const made = all.find(({ id }) => markers.some(({ markerId }) => markerId === id))
    await terminal.print(printable(`${captureId}  ${name}: ${sayTime(made?.time, made?.error)}\n`))
  }
  return 0
}

const sayTime = (time: number | null | undefined, error: number | null | undefined): string =>
  time == null
    ? 'marked; its place is known when the host has told its clock'
    : `marked at ${(time / 1e9).toFixed(3)} s${error == null ? '' : ` ± ${Math.ceil(error / 1e6)} ms`}`
