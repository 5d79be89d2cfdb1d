import { expect, it, vi } from 'vitest'
import type { EventName } from '../../../shared/contract/contract.ts'
import type { CallContext } from '../../../shared/contract/engine.ts'
import type { Library } from '../library/library.ts'
import { fileHandlers } from './file-handlers.ts'

const context: CallContext<never> = { signal: new AbortController().signal, report: () => {} }

const makeLibrary = () => {
  const cancelled: string[] = []
  const library = {
    beginImport: async () => {},
    appendImport: async (_id: string, offset: number, bytes: Uint8Array) => offset + bytes.length,
    finishImport: async () => ({ events: 1, format: 'perf script', incomplete: false }),
    cancelImport: async (id: string) => void cancelled.push(id),
  } satisfies Partial<Library>
  return { library: library as Partial<Library> as Library, cancelled }
}

it('an import whose window is gone is given up after a while, and one that goes on is not', async () => {
  vi.useFakeTimers()
  try {
    const { library, cancelled } = makeLibrary()
    const handlers = fileHandlers({ library, emit: () => {} }, 1000)
    const lost = await handlers['imports.begin']({ name: 'a', bytes: null }, context)
    const kept = await handlers['imports.begin']({ name: 'b', bytes: null }, context)
    for (let piece = 0; piece < 5; piece++) {
      vi.advanceTimersByTime(800)
      await handlers['imports.append'](
        { importId: kept.importId, offset: piece, bytes: Uint8Array.of(1) },
        context,
      )
    }
    expect(cancelled).toEqual([lost.importId])
    await handlers['imports.finish']({ importId: kept.importId }, context)
    vi.advanceTimersByTime(10_000)
    expect(cancelled).toEqual([lost.importId])
  } finally {
    vi.useRealTimers()
  }
})

it('says that the capture is there when it is', async () => {
  const said: unknown[] = []
  const emit = (event: EventName, value: unknown) => void said.push([event, value])
  const handlers = fileHandlers({ library: makeLibrary().library, emit })
  const { importId } = await handlers['imports.begin']({ name: 'a', bytes: 1 }, context)
  expect(said).toEqual([])
  const done = await handlers['imports.finish']({ importId }, context)
  expect(done).toEqual({ captureId: importId, events: 1, format: 'perf script', incomplete: false })
  expect(said).toEqual([['captures.changed', { captureIds: [importId] }]])
})
