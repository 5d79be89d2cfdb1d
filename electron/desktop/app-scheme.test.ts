import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../content-policy.ts'
import { answerAppRequest, isAppUrl } from './app-scheme.ts'

let base: string
let folder: string

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'smokejumper-scheme-'))
  folder = await mkdtemp(join(base, 'renderer-'))
  await writeFile(join(folder, 'index.html'), '<p>the workbench</p>')
  await writeFile(join(base, 'secret.json'), '{}')
})
afterAll(() => rm(base, { recursive: true }))

const ask = (url: string, method = 'GET') => answerAppRequest({ url, method }, folder)

describe('app://', () => {
  it('gives the built renderer, with the policy of every door', async () => {
    const response = await ask('app://smokejumper/')
    expect(await response.text()).toBe('<p>the workbench</p>')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('finds index.html whatever stands in query and fragment', async () => {
    expect((await ask('app://smokejumper/?x=1#/library')).status).toBe(200)
  })

  it.each([
    'app://smokejumper/../secret.json',
    'app://smokejumper/..%2fsecret.json',
    'app://smokejumper/%2e%2e%2fsecret.json',
    'app://smokejumper/..%5csecret.json',
    'app://smokejumper/missing.js',
  ])('does not find %s', async (url) => {
    const response = await ask(url)
    expect([response.status, await response.text()]).toEqual([404, ''])
  })

  it.each(['app://other/', 'file:///etc/passwd', 'https://smokejumper/', 'nonsense'])(
    'refuses %s',
    async (url) => {
      expect((await ask(url)).status).toBe(403)
    },
  )

  it('refuses to change anything', async () => {
    expect((await ask('app://smokejumper/', 'POST')).status).toBe(403)
  })
})

describe('a page of ours', () => {
  it('is on app://smokejumper and nowhere else', () => {
    expect(['app://smokejumper/', 'app://smokejumper/index.html#/x'].map(isAppUrl)).toEqual([true, true])
    const others = [
      'app://smokejumper.evil/',
      'app://smokejumper@evil/',
      'app://x@smokejumper/',
      'about:blank',
      '',
    ]
    expect(others.map(isAppUrl)).toEqual(others.map(() => false))
  })
})
