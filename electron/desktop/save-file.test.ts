import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveDialogOptions, saveFile } from './save-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smokejumper-save-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('saving a file', () => {
  it('writes the bytes where the person wants them', async () => {
    const filePath = join(folder, 'report.html')
    const outcome = await saveFile(['a.html', 'text/html', Uint8Array.of(1, 2)], async ({ defaultPath }) => {
      expect(defaultPath).toBe('a.html')
      return { canceled: false, filePath }
    })
    expect(outcome).toBe('saved')
    expect(new Uint8Array(await readFile(filePath))).toEqual(Uint8Array.of(1, 2))
  })

  it('writes nothing when the dialog is dismissed', async () => {
    const request = ['a.html', 'text/html', Uint8Array.of(1)]
    expect(await saveFile(request, async () => ({ canceled: true, filePath: '' }))).toBe('cancelled')
  })

  it.each([
    [['a.html', 'text/html']],
    [['a.html', 'text/html', 'text']],
    [['', 'text/html', Uint8Array.of(1)]],
    [[{}, 'text/html', Uint8Array.of(1)]],
  ])('refuses a request that is not as agreed, before a dialog is shown (%#)', async (request) => {
    const showDialog = () => Promise.reject(new Error('shown'))
    await expect(saveFile(request, showDialog)).rejects.toMatchObject({ name: 'ZodError' })
  })

  it('offers a name without folders and control characters', () => {
    const names = [
      '../../etc/cron.d/x',
      'C:\\Windows\\x.folded',
      'a\u0000b\n.html',
      'web-3: cpu?.folded',
      '/',
    ]
    expect(names.map((name) => saveDialogOptions(name).defaultPath)).toEqual([
      'x',
      'x.folded',
      'a_b_.html',
      'web-3_ cpu_.folded',
      'export',
    ])
  })
})
