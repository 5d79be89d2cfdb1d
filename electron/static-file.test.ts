import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readStaticFile, splitUrlPath } from './static-file.ts'

let base: string
let folder: string

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'smokejumper-static-'))
  folder = join(base, 'renderer')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<p>index</p>')
  await writeFile(join(folder, 'assets', 'a b.js'), '1')
  await writeFile(join(folder, 'notes.txt'), 'not of a kind that is served')
  await writeFile(join(base, 'secret.json'), '{}')
  await mkdir(join(base, 'renderer-other'))
  await writeFile(join(base, 'renderer-other', 'x.js'), '2')
  await symlink(join(base, 'secret.json'), join(folder, 'link.json'))
})
afterAll(() => rm(base, { recursive: true }))

describe('a static file', () => {
  it('is found by its path, with its media type', async () => {
    expect(await readStaticFile(folder, '/')).toEqual({
      bytes: new TextEncoder().encode('<p>index</p>'),
      mediaType: 'text/html; charset=utf-8',
    })
    expect(await readStaticFile(folder, '/assets/a%20b.js')).toEqual({
      bytes: Uint8Array.of(0x31),
      mediaType: 'text/javascript; charset=utf-8',
    })
  })

  it.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/..%5csecret.json',
    '/assets/%2e%2e/%2e%2e/secret.json',
    '/../renderer-other/x.js',
    '/link.json',
    '/notes.txt',
    '/assets',
    '/assets/',
    '/missing.js',
    '/index.html/x.js',
    '/%00.js',
    '/%zz.js',
    '/C:/index.html',
    'index.html',
    '',
  ])('is not found at %j', async (path) => {
    expect(await readStaticFile(folder, path)).toBeNull()
  })
})

describe('the path of a URL', () => {
  it('is its decoded segments', () => {
    expect(splitUrlPath('/assets/%C3%BC.js')).toEqual(['assets', 'ü.js'])
  })
})
