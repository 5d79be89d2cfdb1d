/** The query worker: reads the library, keeps the columns that were looked at last, and answers the views. */
import { workerData } from 'node:worker_threads'
import { openForReading } from '../library/database.ts'
import { createQueryService } from './query-service.ts'
import { serveLibrary } from './serve-library.ts'

export interface QueryData {
  readonly path: string
}

const data: QueryData = workerData
serveLibrary(data.path, () => createQueryService(openForReading(data.path)))
