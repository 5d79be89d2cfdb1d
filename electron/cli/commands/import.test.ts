import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { type Command, parseCommand } from '../arguments.ts'
import { makeEngine, makeInterrupts, makeTerminal } from '../cli-fixture.ts'
import { runImport } from './import.ts'

const makeFile = (name: string, content: string | Uint8Array): string => {
  const folder = mkdtempSync(join(tmpdir(), 'smokejumper-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** An engine that keeps what it is sent, and refuses what begins with '!'. */
const makeImports = (onAppend = () => {}) => {
  const received = new Map<string, { name: string; bytes: number | null; parts: Uint8Array[] }>()
  const cancelled: string[] = []
  const engine = makeEngine({
    'imports.begin': async ({ name, bytes }) => {
      const importId = `c${received.size + 1}`
      received.set(importId, { name, bytes, parts: [] })
      return { importId }
    },
    'imports.append': async ({ importId, offset, bytes }) => {
      const { parts } = received.get(importId)!
      expect(offset).toBe(parts.reduce((sum, { length }) => sum + length, 0))
      if (bytes[0] === 33)
        throw new SmokejumperError({
          code: 'format.unrecognised',
          message: 'Not \u001b[31mmine.',
          remedy: 'Go.',
        })
      parts.push(bytes)
      onAppend()
      return { received: offset + bytes.length }
    },
    'imports.finish': async ({ importId }) => ({
      ...{ captureId: importId, events: 1234, format: 'perf script', incomplete: importId === 'c2' },
    }),
    'imports.cancel': async ({ importId }) => {
      cancelled.push(importId)
      return null
    },
  })
  const bytesOf = (id: string) => Buffer.concat(received.get(id)?.parts ?? [])
  return { ...engine, received, cancelled, bytesOf }
}

const run = (engine: ReturnType<typeof makeImports>, ...args: string[]) => {
  const made = makeTerminal()
  const { interrupts, press } = makeInterrupts()
  const command = parseCommand(['import', ...args], 'me') as Extract<Command, { kind: 'import' }>
  const done = runImport(command, { client: engine.client, terminal: made.terminal, interrupts })
  return { ...made, done, press }
}

describe('import', () => {
  it('sends each file in pieces, under its name, and prints what became of it', async () => {
    const large = Uint8Array.from({ length: 9_000_001 }, (_, i) => (i * 31) % 251)
    const [a, b] = [makeFile('a.bin', large), makeFile('b.txt', 'short')]
    const engine = makeImports()
    const { done, printed } = run(engine, a, b)
    expect(await done).toBe(0)
    expect(
      [...engine.received.values()].map(({ name, bytes, parts }) => [name, bytes, parts.length]),
    ).toEqual([
      ['a.bin', 9_000_001, 3],
      ['b.txt', 5, 1],
    ])
    expect(engine.bytesOf('c1').equals(large)).toBe(true)
    expect(printed).toEqual([
      `c1  ${a}: perf script, 1,234 events\n`,
      `c2  ${b}: perf script, 1,234 events, incomplete (its page says what is missing)\n`,
    ])
  })

  it('goes on after a file that is refused, and fails in the end', async () => {
    const [bad, good] = [makeFile('bad', '!'), makeFile('good', 'x')]
    const { done, notes, json } = run(makeImports(), '/nowhere', bad, good, '--json')
    expect(await done).toBe(1)
    expect(json()).toMatchObject([
      { file: '/nowhere', error: { code: 'import.not-read' } },
      { file: bad, error: { code: 'format.unrecognised' } },
      { file: good, captureId: 'c2' },
    ])
    expect(notes[1]).toBe(`smokejumper: ${bad}: Not ^[[31mmine.\nGo.`)
  })

  it('cancels the import with Ctrl-C', async () => {
    const file = makeFile('large', new Uint8Array(20_000_000))
    let press = () => {}
    const engine = makeImports(() => press())
    const running = run(engine, file)
    press = running.press
    await expect(running.done).rejects.toMatchObject({ name: 'AbortError' })
    expect(engine.cancelled).toEqual(['c1'])
  })
})
