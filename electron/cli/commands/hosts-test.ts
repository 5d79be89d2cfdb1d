/** The connect test on a terminal: each step on a line of its own as it ends, and where it broke. */
import type { ConnectTest, TraceStep } from '../../../shared/model/connect-trace.ts'
import type { CommandHead } from '../arguments.ts'
import { printableLine } from '../printable.ts'
import { type CommandContext, findHost, printJson } from './command-context.ts'

/** 0 when a capture could run there, 1 when not. */
export const runHostsTest = async (
  command: CommandHead & { readonly host: string },
  { client, terminal, interrupts }: CommandContext,
): Promise<number> => {
  const host = await findHost(client, command.host)
  const printer = createPrinter((line) => terminal.print(`${printableLine(line)}\n`))
  const result = await client.call(
    'hosts.test',
    { hostId: host.id },
    {
      signal: interrupts.signal,
      onProgress: (step) => {
        if (!command.json) printer.add(step)
        terminal.showStatus(printableLine(`${step.hopName}: ${step.step}`))
      },
    },
  )
  if (command.json) await printJson(terminal, result)
  else await printer.finish(result)
  return result.passed ? 0 : 1
}

/** Steps that are over, each once, below the name of their hop. */
const createPrinter = (print: (line: string) => Promise<void>) => {
  const printed = new Set<string>()
  let hop = -1
  let last = Promise.resolve()
  const say = (line: string) => {
    last = last.then(() => print(line))
  }
  const add = (step: TraceStep): void => {
    const key = `${step.hop} ${step.step}`
    if ((step.state !== 'done' && step.state !== 'failed') || printed.has(key)) return
    printed.add(key)
    if (step.hop !== hop) say(step.hopName)
    hop = step.hop
    const took = step.took === null ? '' : `${step.took} ms`
    const state = step.state === 'done' ? 'ok' : 'FAILED'
    say(`  ${state.padEnd(7)}${step.step.padEnd(15)}${took.padStart(9)}  ${step.detail}`.trimEnd())
  }
  return {
    add,
    async finish({ passed, steps, error }: ConnectTest): Promise<void> {
      for (const step of steps) add(step)
      if (passed) say('It works.')
      else {
        const broken = steps.findLast(({ state, remedy }) => state === 'failed' && remedy !== '')
        say(
          broken === undefined
            ? 'It does not work.'
            : `It breaks at: ${broken.step}, on the way to ${broken.hopName}.`,
        )
        if (error !== null) say(error.remedy)
      }
      await last
    },
  }
}
