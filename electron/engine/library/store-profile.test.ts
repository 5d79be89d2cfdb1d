import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Profile } from '../../../shared/model/profile.ts'
import { createPacer } from '../workers/pacer.ts'
import { createCapture, findSeq } from './capture-rows.ts'
import { openForWriting } from './database.ts'
import { addThisMachine } from './hosts.ts'
import { makeFolder, newCapture } from './library-fixture.ts'
import { findProfile, loadProfile } from './load-profile.ts'
import { countEvents, encodeProfile, storeProfile } from './store-profile.ts'

const SAMPLES = 200_000
const SLICES = 1000

/** Of the size of a long capture, with all that a column may hold. */
function makeProfile(): Profile {
  const strings = ['', ...Array.from({ length: 3000 }, (_, i) => `function_${i}`), 'libc.so.6']
  const functions = 3000
  const stacks = 50_000
  let time = 0
  return {
    strings,
    functions: {
      length: functions,
      name: Int32Array.from({ length: functions }, (_, i) => i + 1),
      module: Int32Array.from({ length: functions }, (_, i) => (i % 3 === 0 ? -1 : 3001)),
      kind: Uint8Array.from({ length: functions }, (_, i) => i % 5),
    },
    frames: {
      length: functions,
      func: Int32Array.from({ length: functions }, (_, i) => (i * 7) % functions),
      address: BigUint64Array.from({ length: functions }, (_, i) =>
        i % 2 ? 0xffff_ffff_8100_0000n + BigInt(i) : 0n,
      ),
    },
    stacks: {
      length: stacks,
      parent: Int32Array.from({ length: stacks }, (_, i) =>
        i % 40 === 0 ? -1 : i - 1 - (i % 3 && i % 40 > 3 ? i % 3 : 0),
      ),
      frame: Int32Array.from({ length: stacks }, (_, i) => (i * 13) % functions),
    },
    threads: {
      length: 3,
      pid: Int32Array.of(42, 42, 7),
      tid: Int32Array.of(42, 43, 7),
      name: Int32Array.of(1, 2, 0),
    },
    streams: [
      {
        id: 0,
        kind: 'samples',
        event: 'cpu-clock:ppp',
        unit: 'ns',
        title: 'CPU time',
        length: SAMPLES,
        time: Float64Array.from({ length: SAMPLES }, (_, i) => {
          time += (i * 7919) % 100_000
          return time
        }),
        cpu: Int32Array.from({ length: SAMPLES }, (_, i) => (i % 1000 === 0 ? -1 : i % 8)),
        thread: Int32Array.from({ length: SAMPLES }, (_, i) => i % 3),
        stack: Int32Array.from({ length: SAMPLES }, (_, i) => ((i * 31) % (stacks + 1)) - 1),
        weight: new Float64Array(SAMPLES).fill(10_101_010),
      },
      {
        id: 5,
        kind: 'slices',
        event: 'raw_syscalls',
        unit: 'ns',
        title: 'Slow calls',
        length: SLICES,
        start: Float64Array.from({ length: SLICES }, (_, i) => i * 1e6),
        duration: Float64Array.from({ length: SLICES }, (_, i) => (i * i) % 5e7),
        thread: Int32Array.from({ length: SLICES }, (_, i) => i % 3),
        name: new Int32Array(SLICES).fill(2),
        stack: new Int32Array(SLICES).fill(-1),
        result: Float64Array.from({ length: SLICES }, (_, i) =>
          i % 4 === 0 ? Number.NaN : i % 4 === 1 ? -1 : i,
        ),
      },
      {
        id: 6,
        kind: 'distribution',
        event: 'raw_syscalls',
        unit: 'ns',
        title: 'All calls',
        length: 2,
        name: Int32Array.of(2, 2),
        low: Float64Array.of(0, 1024),
        high: Float64Array.of(1024, Number.POSITIVE_INFINITY),
        count: Float64Array.of(3, 4),
      },
      {
        ...{ id: 7, kind: 'distribution', event: 'empty', unit: 'count', title: 'Nothing', length: 0 },
        ...{ name: new Int32Array(), low: new Float64Array(), high: new Float64Array() },
        count: new Float64Array(),
      },
      {
        id: 8,
        kind: 'counter',
        event: 'vmstat',
        unit: 'bytes',
        title: 'Memory',
        length: 3,
        time: Float64Array.of(0, 1e9, 2e9),
        value: Float64Array.of(-1.5, 2 ** 40, Number.NaN),
        name: Int32Array.of(1, 2, 1),
      },
    ],
    losses: [{ kind: 'lost', count: 12, detail: 'The kernel dropped 12 samples' }],
    clockOrigin: 8_123_456_789_012_345,
    duration: time,
  }
}

it('brings 200,000 samples back as they were, in less than 12 bytes each', async () => {
  const db = openForWriting(join(makeFolder(), 'library.db'))
  try {
    addThisMachine(db)
    createCapture(db, { pid: 1, start: '', session: 's' }, newCapture())
    const profile = makeProfile()
    const encoded = await encodeProfile(profile, createPacer())
    db.transaction(() => storeProfile(db, findSeq(db, 'capture-1'), encoded))()

    const profileId = findProfile(db, 'capture-1')
    expect(profileId).not.toBeNull()
    expect(loadProfile(db, profileId ?? 0)).toEqual(profile)
    expect(countEvents(profile)).toBe(SAMPLES + SLICES)

    const stored = db
      .prepare<[], { bytes: number; chunks: number }>(
        `SELECT sum(length(data)) AS bytes, count(*) AS chunks FROM stream_chunks
         WHERE stream = (SELECT id FROM streams WHERE stream = 0)`,
      )
      .get()
    expect(stored?.chunks).toBe(5 * Math.ceil(SAMPLES / 65_536))
    expect((stored?.bytes ?? 0) / SAMPLES).toBeLessThan(12)
    expect(
      db.prepare("SELECT first, length, min, max FROM stream_chunks WHERE name = 'cpu' ORDER BY first").all(),
    ).toEqual([
      { first: 0, length: 65_536, min: -1, max: 7 },
      { first: 65_536, length: 65_536, min: -1, max: 7 },
      { first: 131_072, length: 65_536, min: -1, max: 7 },
      { first: 196_608, length: 3392, min: -1, max: 7 },
    ])
  } finally {
    db.close()
  }
})

it('says that columns are damaged rather than showing other numbers', async () => {
  const db = openForWriting(join(makeFolder(), 'library.db'))
  try {
    addThisMachine(db)
    createCapture(db, { pid: 1, start: '', session: 's' }, newCapture())
    const encoded = await encodeProfile(makeProfile(), createPacer())
    db.transaction(() => storeProfile(db, findSeq(db, 'capture-1'), encoded))()
    const profileId = findProfile(db, 'capture-1') ?? 0

    db.exec("UPDATE stream_chunks SET data = x'28b52ffd00' WHERE name = 'weight' AND first = 0")
    expect(() => loadProfile(db, profileId)).toThrow(
      expect.objectContaining({ code: 'library.corrupt', message: expect.stringContaining('damaged') }),
    )
    db.exec("DELETE FROM stream_chunks WHERE name = 'weight' AND first = 0")
    expect(() => loadProfile(db, profileId)).toThrow(
      expect.objectContaining({ code: 'library.corrupt', message: expect.stringContaining('missing') }),
    )
  } finally {
    db.close()
  }
})
