import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { capturedPage, goTo } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'

const perf = readFileSync(new URL('../../shared/formats/fixtures/perf-fp.txt', import.meta.url))

const choose = (page: Page, files: { name: string; mimeType: string; buffer: Buffer }[] | string) =>
  page.getByLabel('Files to import').setInputFiles(files)

const rows = (page: Page) => page.getByRole('grid', { name: 'Captures' }).getByRole('row')

test('a file of another tool is imported through the dialog and opens as a flame graph', async ({
  workbench,
}) => {
  const { page, person } = workbench
  await goTo(page, 'Library')
  await choose(page, [{ name: 'from-web-3.gz', mimeType: 'application/gzip', buffer: gzipSync(perf) }])
  await expect(page.getByText('from-web-3.gz: perf script, 106 events.')).toBeVisible()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await capturedPage(page)
  await expect(page.getByRole('region', { name: 'Flame graph' }).getByText('do_idle').first()).toBeVisible()

  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'speedscope JSON' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('from-web-3.gz.speedscope.json')
  await download.saveAs(`${person.folder}/exported`)
  expect(JSON.parse(readFileSync(`${person.folder}/exported`, 'utf8')).profiles.length).toBeGreaterThan(1)
})

test('files that are dropped on the window are imported, and one that is refused says why', async ({
  workbench,
}) => {
  const { page } = workbench
  await expect(rows(page).first()).toBeVisible()
  const data = await page.evaluateHandle((text) => {
    const files = new DataTransfer()
    files.items.add(new File([text], 'dropped.txt'))
    files.items.add(new File(['Dear Sir or Madam'], 'letter.txt'))
    return files
  }, perf.toString())
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data })
  await expect(page.getByText('Drop to import into the library')).toBeVisible()
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
  await expect(page.getByText('Drop to import into the library')).toBeHidden()
  await expect(page.getByText(/none of the formats that can be read.*Dear Sir or Madam/)).toBeVisible()
  await expect(rows(page).filter({ hasText: 'dropped.txt' })).toHaveCount(1)
  await expect(rows(page).filter({ hasText: 'letter.txt' })).toHaveCount(0)
})

test('a long import shows how far it is, and is cancelled without a trace', async ({ workbench }) => {
  const { page, person } = workbench
  const large = `${person.folder}/large.txt`
  writeFileSync(large, '')
  for (let part = 0; part < 10; part++)
    writeFileSync(large, Buffer.concat(Array.from({ length: 800 }, () => perf)), { flag: 'a' })
  await goTo(page, 'Library')
  await choose(page, large)
  const bar = page.getByRole('region', { name: 'Running captures' })
  await expect(bar.getByRole('progressbar', { name: 'Import of large.txt' })).toBeVisible()
  await expect(bar).toContainText(/MB of .*MB/)
  await bar.getByRole('button', { name: 'Cancel' }).click()
  await expect(bar).toContainText('No capture is running')
  await expect(rows(page).filter({ hasText: 'large.txt' })).toHaveCount(0)
  const listed = await workbench.cli('list', '--json')
  expect(listed.stdout.toString()).not.toContain('large.txt')
})
