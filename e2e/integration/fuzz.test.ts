/** The fuzzer works, and finds what it is there to find. Its long runs are by hand: npm run fuzz. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { SmokejumperError } from '../../shared/errors/errors.ts'
import type { Format } from '../../shared/formats/format.ts'
import { readCorpus } from '../../shared/formats/testing/corpus.ts'
import type { Profile } from '../../shared/model/profile.ts'
import { profileOf } from '../../shared/profile/testing/profile-of.ts'
import { createInputMaker, type FuzzInput } from '../fuzz/make-input.ts'
import type { Report } from '../fuzz/messages.ts'
import { runBatches } from '../fuzz/run-batches.ts'
import { tryInput } from '../fuzz/try-input.ts'

const input: FuzzInput = {
  ...{ index: 0, specimenOf: 'bad', format: 'bad', bytes: new Uint8Array(10), how: '' },
  ...{ step: 4, otherStep: 3 },
}

const formatThat = (finish: (chunks: number) => Profile): Format => ({
  id: 'bad',
  title: 'bad',
  sniff: () => 1,
  createParser() {
    let chunks = 0
    return { push: () => chunks++, finish: () => finish(chunks) }
  },
})

const empty = () => profileOf({ threads: [], samples: [], duration: 0 })
const tryFormat = (finish: (chunks: number) => Profile) =>
  tryInput({ formats: [formatThat(finish)], exporters: [] }, input)

describe('the fuzzer', () => {
  it('runs for a moment over all formats and finds nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'smokejumper-fuzz-'))
    const findings = join(folder, 'findings')
    const script = fileURLToPath(new URL('../fuzz/run.ts', import.meta.url))
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [script, '--seconds', '2', '--seed', '1', '--findings', findings],
      { encoding: 'utf8' },
    )
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^Seed 1, for 2 s\n(.+ 0 failed; .+\n)+$/)
    expect(stdout).toMatch(/\n\d\d+ inputs, 0 failed/)
    expect(status).toBe(0)
    expect(existsSync(findings)).toBe(false)
    rmSync(folder, { recursive: true })
  })

  it('makes the same input of a seed and a number, and others of others', () => {
    const make = (seed: number) => createInputMaker(seed, readCorpus(), ['perf-script'], null)
    const later = make(5)
    for (let index = 0; index < 40; index++) later.make(index)
    for (const index of [0, 7, 39]) {
      expect(make(5).make(index)).toEqual(later.make(index))
      expect(make(6).make(index)).not.toEqual(later.make(index))
    }
  })

  it('takes a sound profile, and a refusal that says why', async () => {
    expect(await tryFormat(empty)).toBe('accepted')
    const refusal = { code: 'format.unrecognised', message: 'It is none.', remedy: 'Look.' } as const
    expect(
      await tryFormat(() => {
        throw new SmokejumperError(refusal)
      }),
    ).toBe('refused')
  })

  it('finds a crash, another error, an unsound profile, and what depends on the chunks', async () => {
    await expect(
      tryFormat(() => {
        throw new TypeError('undefined is not a function')
      }),
    ).rejects.toThrow('undefined is not a function')
    await expect(
      tryFormat(() => {
        throw new SmokejumperError({ code: 'library.disk-full', message: 'Full.', remedy: 'Free some.' })
      }),
    ).rejects.toThrow('Full.')
    await expect(tryFormat(() => ({ ...empty(), duration: Number.NaN }))).rejects.toThrow('duration')
    await expect(tryFormat((chunks) => ({ ...empty(), duration: chunks }))).rejects.toThrow(
      'In chunks of 3 bytes it is another profile than of 4',
    )
  })

  it('ends a process that hangs, replaces one that dies, and goes on behind the input', async () => {
    const reports: Report[] = []
    await runBatches({
      options: { seed: 1, format: null },
      firstIndex: 0,
      goesOn: () => reports.length < 6,
      onReport: (report) => reports.push(report),
      script: fileURLToPath(new URL('stuck-fuzz-child.ts', import.meta.url)),
      hangMs: 1000,
    })
    expect(reports.slice(0, 6).map(({ index, problem }) => `${index} ${problem}`.trim())).toEqual([
      ...['0', '1', '2 No end after 1000 ms.', '3', '4 The process ended with 9.', '5'],
    ])
  })
})
