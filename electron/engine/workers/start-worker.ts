/** Starts a worker from source (.ts, Node's type stripping) or from the built bundle (.js, all in one folder). */
import { Worker } from 'node:worker_threads'
import { connectCalls, type WorkerClient, type WorkerService } from './calls.ts'
import type { QueryData } from './query-worker.ts'
import type { RescueData } from './rescue-worker.ts'
import type { WriterData } from './writer-worker.ts'

/** What each worker is started with. */
interface WorkerData {
  readonly 'writer-worker': WriterData
  readonly 'query-worker': QueryData
  readonly 'key-worker': object
  readonly 'rescue-worker': RescueData
}
export type WorkerName = keyof WorkerData

/** Where a worker's entry is: in the sources beside this file, when built beside the bundle that holds this file. */
export const resolveWorker = (name: WorkerName, from: string = import.meta.url): URL =>
  new URL(from.endsWith('.ts') ? `./${name}.ts` : `./${name}.js`, from)

export interface RunningWorker<S extends WorkerService<S>> {
  readonly call: WorkerClient<S>['call']
  /** Ends the thread; open calls reject. */
  stop(): Promise<void>
}

/** A worker that ends by itself, however it does, rejects all open calls and every later one. */
export function startWorker<S extends WorkerService<S>, N extends WorkerName = WorkerName>(
  name: N,
  data: WorkerData[N],
): RunningWorker<S> {
  const worker = new Worker(resolveWorker(name), { name, workerData: data })
  const client = connectCalls<S>(worker)
  worker.on('error', (cause) => client.fail(new Error(`The ${name} crashed: ${messageOf(cause)}`, { cause })))
  worker.on('messageerror', (cause) => client.fail(new Error(`The ${name} sent nonsense`, { cause })))
  worker.on('exit', (status) => client.fail(new Error(`The ${name} has ended (status ${status})`)))
  return {
    call: client.call,
    stop: async () => {
      client.fail(new Error(`The ${name} was stopped`))
      await worker.terminate()
    },
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
