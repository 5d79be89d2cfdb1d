import { describe, expect, it } from 'vitest'
import type { Args } from '../../../shared/contract/contract.ts'
import type { LiveCursor, LivePiece } from '../../../shared/formats/live-piece.ts'
import type { Library } from './library.ts'
import { newCapture, openTestLibrary, readOutput } from './library-fixture.ts'
import { createLiveFeed, type LiveEnds } from './live-feed.ts'

const flame = (captureId: string): Args<'views.flame'> => ({
  ...{ captureId, streamId: 0, selection: {}, order: 'top-down', group: 'none', zoom: [], search: '' },
  ...{ minShare: 0, maxNodes: 10_000 },
})
const histogram = (captureId: string): Args<'views.histogram'> => ({
  ...{ captureId, selection: {}, buckets: 'log2' },
})

const beginCapture = async (library: Library, id: string, parserId: string) => {
  await library.createCapture(newCapture({ id, parserId }))
  const { artifactId } = await library.beginArtifact(id, 'output.txt', 'text/plain')
  return artifactId
}

describe('a capture that is still coming', () => {
  it('is seen in the views like a capture that ended there, and at its end like one that was never looked at', async () => {
    const library = await openTestLibrary()
    const bytes = readOutput('perf-fp.txt')
    const half = Buffer.from(bytes).indexOf('\n\n', bytes.length / 2) + 2
    const coming = await beginCapture(library, 'coming', 'perf-script')
    const ended = await beginCapture(library, 'ended', 'perf-script')
    await library.appendArtifact(coming, 0, bytes.slice(0, half + 40))
    await library.appendArtifact(ended, 0, bytes.slice(0, half))
    await library.ingest('ended', {})

    const [live, stored] = await Promise.all([library.getCapture('coming'), library.getCapture('ended')])
    const { events, duration, streams, threads } = stored
    expect(live).toMatchObject({ events, duration, streams, threads })
    expect(live.live).toEqual({ version: 1, events, total: events, upTo: duration, isBehind: false })
    expect(await library.flame(flame('coming'))).toEqual(await library.flame(flame('ended')))

    await library.appendArtifact(coming, half + 40, bytes.slice(half + 40))
    expect(await library.ingest('coming', {})).toEqual({ events: 106 })
    const whole = await beginCapture(library, 'whole', 'perf-script')
    await library.appendArtifact(whole, 0, bytes.slice())
    await library.ingest('whole', {})
    expect(await library.flame(flame('coming'))).toEqual(await library.flame(flame('whole')))
    expect(await library.getCapture('coming')).not.toHaveProperty('live')
  })

  it('shows slow calls before the counts of all calls have come', async () => {
    const library = await openTestLibrary()
    const bytes = readOutput('bpftrace-syscalls.txt')
    const text = Buffer.from(bytes)
    const slow = text.indexOf('\n', text.indexOf('S\t')) + 1
    const artifact = await beginCapture(library, 'calls', 'bpftrace-syscalls')
    await library.appendArtifact(artifact, 0, bytes.slice(0, slow))
    const { layers } = await library.histogram(histogram('calls'))
    const counts = layers.map(({ source, count }) => [source, count.reduce((sum, each) => sum + each, 0)])
    expect(counts).toEqual([
      ['events', 1],
      ['distribution', 0],
    ])
  })

  it('has nothing to show while nothing has come, and is nowhere once it is thrown away', async () => {
    const library = await openTestLibrary()
    const artifact = await beginCapture(library, 'silent', 'perf-script')
    await expect(library.flame(flame('silent'))).rejects.toMatchObject({ code: 'query.no-stream' })
    expect(await library.getCapture('silent')).not.toHaveProperty('live')
    await library.appendArtifact(artifact, 0, readOutput('perf-fp.txt').slice())
    await library.flame(flame('silent'))
    await library.eraseCapture('silent')
    await expect(library.flame(flame('silent'))).rejects.toMatchObject({ code: 'capture.unknown' })
  })

  it('is read from its first byte where another process had begun it', async () => {
    const library = await openTestLibrary()
    const bytes = readOutput('perf-fp.txt')
    const artifact = await beginCapture(library, 'again', 'perf-script')
    await library.appendArtifact(artifact, 0, bytes.slice(0, 30_000))
    await library.ingest('again', {})
    await library.beginArtifact('again', 'output.txt', 'text/plain')
    await library.appendArtifact(artifact, 30_000, bytes.slice(30_000))
    expect((await library.getCapture('again')).live).toMatchObject({ events: 106, total: 106 })
    expect(await library.ingest('again', {})).toEqual({ events: 106 })
  })
})

describe('what is brought', () => {
  const arrange = () => {
    const calls: string[] = []
    let time = 0
    const cursor = (strings: number): LiveCursor => ({
      ...{ strings, functions: 0, frames: 0, stacks: 0, threads: 0, rows: [] },
    })
    const ends: LiveEnds = {
      piece: async (_, { strings }) => {
        calls.push(`piece ${strings}`)
        return {} as LivePiece
      },
      append: async (_, { strings }) => {
        calls.push(`append ${strings}`)
        return { cursor: cursor(strings + 1), viewsMs: 500 }
      },
      drop: async () => void calls.push('drop'),
    }
    const feed = createLiveFeed(ends, () => time)
    feed.begin('a', 1, 0)
    const wait = (ms: number) => {
      time += ms
    }
    return { feed, calls, wait }
  }

  it('is nothing while nobody looks or nothing came', async () => {
    const { feed, calls } = arrange()
    await feed.look('a', 400)
    feed.arrived(1)
    await feed.look('another', 400)
    await feed.end('a')
    expect(calls).toEqual([])
  })

  it('is what is new, once for all who look at a time, and no more often than they need or it can be drawn', async () => {
    const { feed, calls, wait } = arrange()
    feed.arrived(1)
    await Promise.all([feed.look('a', 400), feed.look('a', 3000)])
    feed.arrived(1)
    wait(399)
    await feed.look('a', 400)
    expect(calls).toEqual(['piece 0', 'append 0'])
    wait(2101)
    await feed.look('a', 3000)
    await feed.look('a', 400)
    expect(calls.slice(2)).toEqual(['piece 1', 'append 1'])
    wait(5000)
    await feed.look('a', 400)
    expect(calls.slice(4)).toEqual([])
  })

  it('is let go of when nobody has looked for long, and brought again from the first on', async () => {
    const { feed, calls, wait } = arrange()
    feed.arrived(1)
    await feed.look('a', 400)
    wait(20_001)
    feed.arrived(1)
    await feed.look('a', 400)
    expect(calls).toEqual(['piece 0', 'append 0', 'drop', 'piece 0', 'append 0'])
  })

  it('stays while the end is stored, and nothing is added to it then', async () => {
    const { feed, calls, wait } = arrange()
    feed.arrived(1)
    await feed.look('a', 400)
    feed.arrived(1)
    wait(5000)
    await feed.settle('a', async () => {
      await feed.look('a', 400)
      calls.push('stored')
    })
    expect(calls).toEqual(['piece 0', 'append 0', 'stored', 'drop'])
  })
})
