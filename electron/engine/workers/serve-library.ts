/** What both workers do: answer the engine's thread, with SQLite's errors as the library's. */
import { parentPort } from 'node:worker_threads'
import { classifySqliteError } from '../library/sqlite-errors.ts'
import { serveCalls, type WorkerService } from './calls.ts'

/** `path` is named in errors about the file. */
export function serveLibrary<S extends WorkerService<S>>(path: string, makeService: () => S): void {
  if (!parentPort) throw new Error('This file runs as a worker, not by itself')
  serveCalls(parentPort, makeService, (error) => classifySqliteError(error, path))
}
