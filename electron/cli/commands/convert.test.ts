import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type ConvertCommand, parseCommand } from '../arguments.ts'
import { makeTerminal } from '../cli-fixture.ts'
import { runConvert } from './convert.ts'

const perf = fileURLToPath(new URL('../../../shared/formats/fixtures/perf-fp.txt', import.meta.url))

const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'smokejumper-convert-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const convert = async (...args: string[]) => {
  const made = makeTerminal()
  const status = await runConvert(parseCommand(['convert', ...args], 'me') as ConvertCommand, made.terminal)
  const text = Buffer.concat(made.printed.map((part) => Buffer.from(part))).toString()
  return { ...made, status, text }
}

describe('convert', () => {
  it('prints a file in another format, whatever wraps it', async () => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'a'), gzipSync(readFileSync(perf)))
    const plain = await convert(perf, '--to', 'folded')
    expect(plain.status).toBe(0)
    expect(plain.text.split('\n')[0]).toBe('bash;[unknown];__strlen_evex 20408163')
    expect((await convert(join(folder, 'a'), '--to', 'folded')).text).toBe(plain.text)
  })

  it('writes a file and says so, or says it as JSON', async () => {
    const file = join(makeFolder(), 'out.pb.gz')
    const { notes, printed } = await convert(perf, '--to', 'pprof', '-o', file)
    expect(printed).toEqual([])
    expect(notes.at(-1)).toMatch(/^[\d,]+ bytes in /)
    expect(gunzipSync(readFileSync(file)).length).toBeGreaterThan(1000)
    const asJson = await convert(perf, '--to', 'svg', '-o', file, '--json')
    expect(asJson.json()).toMatchObject({ file, mediaType: 'image/svg+xml', losses: [] })
  })

  it('says what is missing in what it reads', async () => {
    const folder = makeFolder()
    const whole = gzipSync(readFileSync(perf))
    writeFileSync(join(folder, 'cut.gz'), whole.subarray(0, 3000))
    const { status, notes, text } = await convert(join(folder, 'cut.gz'), '--to', 'folded')
    expect(status).toBe(0)
    expect(text.length).toBeGreaterThan(100)
    expect(notes.at(-1)).toMatch(/^truncated, 1: The gzip data breaks near byte 3000: /)
  })

  it('refuses what is no file, no format, or holds nothing of what is asked for', async () => {
    await expect(convert('/nowhere/at/all', '--to', 'folded')).rejects.toMatchObject({
      code: 'import.not-read',
    })
    await expect(convert('/', '--to', 'folded')).rejects.toMatchObject({ code: 'import.not-read' })
    await expect(convert(perf, '--to', 'folded', '--from', 'nonsense')).rejects.toMatchObject({
      code: 'format.unrecognised',
    })
    const file = join(makeFolder(), 'out.csv')
    await expect(convert(perf, '--to', 'csv-slices', '-o', file)).rejects.toMatchObject({
      code: 'export.unsupported',
    })
    expect(existsSync(file)).toBe(false)
    await expect(convert(perf, '--to', 'svg', '-o', '/nowhere/at/all')).rejects.toMatchObject({
      code: 'export.not-written',
    })
  })
})
