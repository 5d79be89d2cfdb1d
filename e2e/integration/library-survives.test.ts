/** The command line on a library whose disk fills up, and one that is killed while it imports: real files, real processes. */
import { execFileSync, spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePerson, type Person } from '../support/person.ts'
import { runCli } from '../support/run-cli.ts'

const cli = fileURLToPath(new URL('../../electron/cli/main.ts', import.meta.url))
let person: Person

/** Stacks that hardly compress, the same with each run. */
const writeStacks = async (name: string, count: number): Promise<string> => {
  const path = join(person.folder, name)
  const out = createWriteStream(path)
  let state = 1
  for (let line = 0; line < count; ) {
    const lines: string[] = []
    for (const end = line + 1000; line < end; line++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      lines.push(`main;f${state};g${state >>> 3} 1\n`)
    }
    out.write(lines.join(''))
  }
  out.end()
  await finished(out)
  return path
}

beforeAll(async () => {
  person = await makePerson()
})
afterAll(() => person.remove())

const list = async (of: Person): Promise<{ name: string; state: string; events: number }[]> => {
  const { stdout } = await runCli(of, ['list', '--json'])
  return JSON.parse(stdout.toString()).rows
}

describe('an import into a full disk', () => {
  it('stops with the bytes that it needs and that are free, gives its own back, and leaves what was there', async () => {
    const file = await writeStacks('large.folded', 100_000)
    const folder = join(person.folder, 'small')
    mkdirSync(folder)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder])
    try {
      const small = { ...person, library: join(folder, 'library.db') }
      const before = await list(small)
      const free = statfsSync(folder).bavail
      const refused = await runCli(small, ['import', file, '--json'])
      expect(refused.status).toBe(1)
      const [{ error }] = JSON.parse(refused.stdout.toString())
      expect(error).toMatchObject({
        code: 'library.disk-full',
        message: expect.stringMatching(/needs at least \d+ bytes, and \d+ are free/),
      })
      expect(error.facts.needed).toBeGreaterThan(error.facts.free)
      expect(error.facts.free).toBeGreaterThan(2_000_000)
      expect(await list(small)).toEqual(before)
      expect(statfsSync(folder).bavail).toBe(free)
    } finally {
      execFileSync('umount', [folder])
    }
  })
})

describe('an import by the command line that is killed', () => {
  const importUntil = async (file: string, of: Person, killAfterMs: number | null): Promise<number> => {
    const begun = performance.now()
    const child = spawn(process.execPath, [cli, 'import', file, '--library', of.library], {
      env: { ...of.environment },
      stdio: 'ignore',
    })
    const timer = killAfterMs === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    await new Promise((resolve) => child.once('exit', resolve))
    clearTimeout(timer)
    return performance.now() - begun
  }

  it('at any moment is gone or whole', async () => {
    const events = 20_000
    const file = await writeStacks('stacks.folded', events)
    const whole = { ...person, library: join(person.folder, 'whole.db') }
    await list(whole)
    const took = await importUntil(file, whole, null)
    expect((await list(whole)).find(({ name }) => name === 'stacks.folded')).toMatchObject({
      state: 'done',
      events,
    })
    const rounds = 4
    for (let round = 0; round < rounds; round++) {
      const killed = { ...person, library: join(person.folder, `killed-${round}.db`) }
      // most of the moments lie where it reads and where it finishes
      await importUntil(file, killed, took * (0.3 + (0.65 * round) / (rounds - 1)))
      if (!existsSync(killed.library)) continue
      const found = (await list(killed)).filter(({ name }) => name === 'stacks.folded')
      for (const capture of found) expect(capture).toMatchObject({ state: 'done', events })
      const db = new Database(killed.library, { readonly: true })
      expect(db.pragma('quick_check', { simple: true })).toBe('ok')
      // what a gone one had written is gone with it
      expect(
        db
          .prepare('SELECT count(*) FROM artifacts WHERE capture NOT IN (SELECT seq FROM captures)')
          .pluck()
          .get(),
      ).toBe(0)
      expect(db.prepare("SELECT count(*) FROM captures WHERE state = 'ingesting'").pluck().get()).toBe(0)
      db.close()
    }
  })
})
