import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeSources, readBuildState, writeStamp } from './build-stamp.ts'

let project: string

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'smokejumper-stamp-'))
  for (const folder of ['electron/browser', 'renderer', 'shared'])
    await mkdir(join(project, folder), { recursive: true })
  const files = ['electron/browser/a.ts', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
  for (const file of files) await writeFile(join(project, file), '1')
})
afterEach(() => rm(project, { recursive: true }))

describe('a build', () => {
  it('is missing before the first, and fresh after it', async () => {
    expect(await readBuildState(project)).toBe('missing')
    await writeStamp(project, await describeSources(project))
    expect(await readBuildState(project)).toBe('fresh')
  })

  it.each<[string, (file: (path: string) => string) => Promise<void>]>([
    ['a source is edited', (file) => utimes(file('electron/browser/a.ts'), 1, 1)],
    ['a source is added', (file) => writeFile(file('renderer/b.tsx'), '2')],
    ['a source is renamed', (file) => rename(file('electron/browser/a.ts'), file('electron/browser/b.ts'))],
    ['a source is removed', (file) => rm(file('electron/browser/a.ts'))],
    ['another dependency is locked', (file) => writeFile(file('package-lock.json'), '22')],
  ])('is stale when %s', async (_, change) => {
    await writeStamp(project, await describeSources(project))
    await change((path) => join(project, path))
    expect(await readBuildState(project)).toBe('stale')
  })

  it('is not stale for a test', async () => {
    await writeStamp(project, await describeSources(project))
    await writeFile(join(project, 'renderer/b.test.tsx'), '2')
    expect(await readBuildState(project)).toBe('fresh')
  })

  it('is missing when its stamp was half written', async () => {
    await writeStamp(project, await describeSources(project))
    await writeFile(join(project, 'out/build-stamp.json'), '{"sour')
    expect(await readBuildState(project)).toBe('missing')
  })
})
