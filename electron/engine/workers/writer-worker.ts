/** The writer: owns the library's only connection that writes, and parses what is captured. */
import { workerData } from 'node:worker_threads'
import { formatById, formats } from '../../../shared/formats/registry.ts'
import { refuseDamaged } from '../library/check-library.ts'
import { openForWriting } from '../library/database.ts'
import { serveLibrary } from './serve-library.ts'
import { createWriterService, type WriterOptions } from './writer-service.ts'

export interface WriterData extends WriterOptions {
  readonly path: string
}

const data: WriterData = workerData
serveLibrary(data.path, () => {
  // before anything is written into it
  refuseDamaged(data.path)
  return createWriterService(openForWriting(data.path), data, { formatById, formats })
})
