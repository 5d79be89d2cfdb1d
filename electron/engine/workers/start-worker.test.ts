import { describe, expect, it, onTestFinished } from 'vitest'
import type { QueryService } from './query-service.ts'
import { resolveWorker, startWorker } from './start-worker.ts'

describe('a worker', { timeout: 60_000 }, () => {
  it('is found beside the sources and beside the bundles', () => {
    expect(resolveWorker('writer-worker', 'file:///app/electron/engine/workers/start-worker.ts').href).toBe(
      'file:///app/electron/engine/workers/writer-worker.ts',
    )
    expect(resolveWorker('query-worker', 'file:///app/out/main/engine-4f2a.js').href).toBe(
      'file:///app/out/main/query-worker.js',
    )
  })

  it('rejects calls when it crashes, saying which and why', async () => {
    // it cannot start without its data
    const worker = startWorker<QueryService>('query-worker', null as never)
    onTestFinished(() => worker.stop())
    const call = worker.call('prepare', undefined)
    await expect(call).rejects.toThrow(/^The query-worker crashed: .*null/)
    await expect(worker.call('prepare', undefined)).rejects.toThrow('The query-worker crashed')
  })

  it('rejects calls that are open when it is stopped', async () => {
    const worker = startWorker<QueryService>('query-worker', { path: '/nowhere' })
    const call = worker.call('prepare', undefined)
    const rejected = expect(call).rejects.toThrow('The query-worker was stopped')
    await worker.stop()
    await rejected
  })
})
