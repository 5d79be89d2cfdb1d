/** A terminal that remembers, and an engine of a few handlers behind the real contract: for the tests of the CLI. */
import type { EventName, EventValue } from '../../shared/contract/contract.ts'
import type { EngineService, Handlers } from '../../shared/contract/engine.ts'
import type { CaptureDetail, CaptureState } from '../../shared/model/capture.ts'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { createEngineClient } from '../../shared/rpc/client.ts'
import { createDirectChannel } from '../../shared/rpc/direct-channel.ts'
import { serveEngine } from '../../shared/rpc/server.ts'
import type { Interrupts } from './interrupts.ts'
import type { Terminal } from './terminal.ts'

export const makeTerminal = (options: { answers?: (string | null)[]; isInteractive?: boolean } = {}) => {
  const printed: (string | Uint8Array)[] = []
  const notes: string[] = []
  const questions: { question: string; secret: boolean }[] = []
  const answers = [...(options.answers ?? [])]
  const terminal: Terminal = {
    isInteractive: options.isInteractive ?? true,
    printsToScreen: false,
    print: async (content) => void printed.push(content),
    note: (line) => void notes.push(line),
    showStatus: () => {},
    ask: async (question, { secret }) => {
      questions.push({ question, secret })
      const answer = answers.shift()
      if (answer === undefined) throw new Error(`One question too many: ${question}`)
      return answer
    },
  }
  return { terminal, printed, notes, questions, json: (): unknown => JSON.parse(printed.join('')) }
}

export const makeEngine = (handlers: Partial<Handlers>) => {
  const listeners = new Map<EventName, Set<(value: never) => void>>()
  const service: EngineService = {
    handlers: handlers as Handlers,
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(listener as (value: never) => void))
      return () => set.delete(listener as (value: never) => void)
    },
  }
  const [clientEnd, engineEnd] = createDirectChannel()
  serveEngine(service, engineEnd)
  return {
    client: createEngineClient(clientEnd),
    emit: <E extends EventName>(event: E, value: EventValue<E>): void => {
      for (const listener of listeners.get(event) ?? []) listener(value as never)
    },
  }
}

export const makeInterrupts = () => {
  const controller = new AbortController()
  let listener = (_count: number): void => controller.abort()
  let count = 0
  const interrupts: Interrupts = {
    signal: controller.signal,
    takeOver: (next) => {
      listener = next
      count = 0
    },
    stop: () => {},
  }
  return { interrupts, press: (): void => listener(++count) }
}

/** A capture of this machine, with a name that a terminal would obey. */
export const captureDetail = (state: CaptureState, error: CaptureDetail['error'] = null): CaptureDetail => ({
  id: 'c1',
  name: 'CPU of web\u001b[31m',
  hostId: THIS_MACHINE,
  hostLabel: 'This machine',
  recipeId: 'cpu-profile',
  recipeTitle: 'CPU profile',
  state,
  startedAt: 1,
  duration: 5e9,
  events: 1234,
  lost: 0,
  incomplete: false,
  bytes: 10,
  tracerCpuPercent: 1.25,
  error,
  sample: false,
  noteCount: 0,
  pinCount: 0,
  parameters: {},
  commands: [],
  toolMessages: '',
  cost: null,
  probe: null,
  anchors: [],
  states: [],
  losses: [],
  streams: [],
  threads: [],
  artifacts: [],
  firstView: 'flame',
})
