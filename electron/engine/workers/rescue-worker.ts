/** The rescue worker: has the library in hand while nobody else has, and checks it while others read. */
import { workerData } from 'node:worker_threads'
import { createRescueService } from './rescue-service.ts'
import { serveLibrary } from './serve-library.ts'

export interface RescueData {
  readonly path: string
}

const data: RescueData = workerData
serveLibrary(data.path, () => createRescueService(data.path))
