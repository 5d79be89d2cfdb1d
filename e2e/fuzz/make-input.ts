/** Input number `index` of a seed: always the same bytes, whatever came before. */
import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { Specimen } from '../../shared/formats/testing/corpus.ts'
import { randomFrom } from '../../shared/formats/testing/random.ts'
import { collectTokens } from './dictionary.ts'
import { MAX_BYTES, type Mutation, mutationNames, mutations, pick, type Source } from './mutations.ts'

/** How the bytes are read: by the format's own parser, by that of another, or by what finds the format. */
export type Way = 'parse' | 'foreign' | 'detect'

export interface FuzzInput {
  readonly index: number
  /** of the format whose fixture was broken */
  readonly specimenOf: string
  /** whose parser reads it; null: found by content */
  readonly format: string | null
  readonly bytes: Uint8Array
  /** bytes of a chunk */
  readonly step: number
  /** also read in other chunks, which must give the same */
  readonly otherStep: number | null
  /** what was done, in words */
  readonly how: string
}

export interface InputMaker {
  make(index: number): FuzzInput
}

/** Numbers that are near each other begin series that are not. */
const mixSeed = (seed: number, index: number): number =>
  (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) | 0

const steps = [1, 2, 7, 64, 1000, 4096, 65_536, 1 << 20] as const

const compressions = { none: null, gzip: gzipSync, zstd: zstdCompressSync } as const

/** only: the format whose fixtures are broken; null for all, each format as often as any other */
export const createInputMaker = (
  seed: number,
  corpus: readonly Specimen[],
  formatIds: readonly string[],
  only: string | null,
): InputMaker => {
  const byFormat = Map.groupBy(corpus, ({ id }) => id)
  const tokens = new Map(
    Array.from(byFormat, ([id, specimens]) => [id, collectTokens(specimens.map(({ bytes }) => bytes))]),
  )
  const ids = only === null ? [...byFormat.keys()] : [only]

  const mutate = (bytes: Uint8Array, source: Source, done: string[]): Uint8Array => {
    let mutated = bytes
    // one in thirty stays whole
    for (let rounds = Math.floor(source.random() ** 2 * 5 + 0.97); rounds > 0; rounds--) {
      const name = pick(source.random, mutationNames)
      const mutation: Mutation = mutations[name]!
      const next = mutation(mutated, source)
      if (next.length > MAX_BYTES) continue
      mutated = next
      done.push(name)
    }
    return mutated
  }

  return {
    make(index) {
      const random = randomFrom(mixSeed(seed, index))
      const id = pick(random, ids)
      const specimens = byFormat.get(id) ?? []
      const specimen = pick(random, specimens)
      const done = [specimen.name]
      const source: Source = {
        random,
        tokens: tokens.get(id) ?? [],
        other: () => pick(random, random() < 0.8 ? specimens : corpus).bytes,
      }
      const chance = random()
      const way: Way = chance < 0.7 ? 'parse' : chance < 0.8 ? 'foreign' : 'detect'
      let isCompressed = false
      let bytes = mutate(specimen.bytes, source, done)
      if (way === 'detect') {
        const name = pick(random, ['none', 'gzip', 'zstd'] as const)
        const compress = compressions[name]
        if (compress !== null) {
          bytes = new Uint8Array(compress(bytes))
          done.push(name)
          isCompressed = true
          if (random() < 0.5) bytes = mutate(bytes, source, done)
        }
      }
      const step = bytes.length < 20_000 ? pick(random, steps) : pick(random, steps.slice(3))
      return {
        ...{ index, bytes, step, specimenOf: id, how: done.join(', ') },
        format: way === 'parse' ? id : way === 'foreign' ? pick(random, formatIds) : null,
        // what zlib gives out before a damaged place depends on how much it was given at once
        otherStep: !isCompressed && random() < 0.3 ? pick(random, steps.slice(3)) : null,
      }
    },
  }
}
