/** Starts a worker from source (.ts, Node's type stripping) or from the built bundle (.js, all in one folder). */
import { Worker } from 'node:worker_threads'
import { connectCalls, type WorkerClient, type WorkerService } from './calls.ts'

export type WorkerName = 'writer-worker' | 'query-worker'

/** Where a worker's entry is: beside this file in the sources, beside the bundle that holds this file when built. */
export function resolveWorker(name: WorkerName, from: string = import.meta.url): URL {
  const built = !new URL(from).pathname.endsWith('.ts')
  if (!built) return new URL(`./${name}.ts`, from)
  // electron-vite puts entries in out/main and what they share in out/main/chunks
  const folder = /\/chunks\/[^/]*$/.test(new URL(from).pathname) ? '../' : './'
  return new URL(`${folder}${name}.js`, from)
}

export interface RunningWorker<S extends WorkerService<S>> {
  readonly call: WorkerClient<S>['call']
  /** Ends the thread; open calls reject. */
  stop(): Promise<void>
}

/** A worker that ends by itself, however it does, rejects all open calls and every later one. */
export function startWorker<S extends WorkerService<S>>(name: WorkerName): RunningWorker<S> {
  const worker = new Worker(resolveWorker(name), { name, stdin: false })
  const client = connectCalls<S>(worker)
  worker.on('error', (cause) => client.fail(new Error(`The ${name} crashed: ${messageOf(cause)}`, { cause })))
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
