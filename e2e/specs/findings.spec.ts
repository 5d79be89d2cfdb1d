import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openCapture } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'

const SENTENCE = 'Most slow fdatasync calls come with the report.'

test('a pin survives a restart, restores the view, and stands in the report for somebody without scripts', async ({
  workbench,
  browser,
}) => {
  test.setTimeout(120_000)
  const { person } = workbench
  let { page } = workbench
  await openCapture(page, 'orderd: slow system calls')
  const latency = page.getByRole('region', { name: 'Latency' })
  const chips = () => page.getByRole('region', { name: 'Selection' }).getByRole('listitem')
  const findings = () => page.getByRole('complementary', { name: 'Findings' })

  await latency.getByRole('row').filter({ hasText: 'fdatasync' }).click()
  const handle = latency.getByRole('slider', { name: /from this latency/ })
  await handle.focus()
  for (let i = 0; i < 6; i++) await handle.press('PageUp')
  await expect(chips()).toHaveCount(2)
  const selected = await chips().allInnerTexts()
  expect(selected.join()).toContain('fdatasync')

  await latency.getByRole('button', { name: /^Pin/ }).click()
  await page.getByRole('textbox', { name: 'What is seen here, in a sentence' }).fill(SENTENCE)
  await latency.getByRole('button', { name: 'Pin', exact: true }).click()
  await page.getByRole('button', { name: /^Findings/ }).click()
  await expect(findings().getByText(SENTENCE)).toBeVisible()
  const numbers = await findings()
    .getByRole('listitem')
    .filter({ hasText: SENTENCE })
    .locator('dd')
    .allInnerTexts()
  expect(numbers.length).toBeGreaterThan(0)

  await workbench.restart()
  page = workbench.page
  await openCapture(page, 'orderd: slow system calls')
  await expect(chips()).toHaveText(['Everything is selected'])
  await page.getByRole('button', { name: /^Findings/ }).click()
  await findings()
    .getByRole('listitem')
    .filter({ hasText: SENTENCE })
    .getByRole('button', { name: 'Open', exact: true })
    .click()
  await expect.poll(() => chips().allInnerTexts()).toEqual(selected)

  const listed = await workbench.cli('list', '--json')
  const rows: { id: string; name: string }[] = JSON.parse(listed.stdout.toString()).rows
  const id = rows.find(({ name }) => name === 'orderd: slow system calls')?.id ?? ''
  const path = join(person.folder, 'report.html')
  const written = await workbench.cli('export', id, '--to', 'html', '-o', path)
  expect(written.status, written.stderr).toBe(0)
  const html = await readFile(path, 'utf8')
  expect(html).not.toMatch(/<script/i)

  const reader = await browser.newContext({ javaScriptEnabled: false })
  const report = await reader.newPage()
  await report.goto(`file://${path}`)
  await expect(report.getByText(SENTENCE)).toBeVisible()
  for (const number of numbers) await expect(report.getByText(number, { exact: true }).first()).toBeVisible()
  await expect(report.getByText('bpftrace', { exact: false }).first()).toBeVisible()
  const picture = await report.getByRole('img').first().boundingBox()
  expect(picture?.width).toBeGreaterThan(100)
  expect(picture?.height).toBeGreaterThan(50)
  await reader.close()

  const markdown = await workbench.cli('export', id, '--to', 'markdown')
  expect(markdown.stdout.toString()).toContain('Most slow fdatasync calls come with the report')
})

test('a note is written, edited, removed and brought back', async ({ workbench }) => {
  const { page } = workbench
  await openCapture(page, 'orderd: CPU after the fix')
  await page.getByRole('button', { name: /^Findings/ }).click()
  const findings = page.getByRole('complementary', { name: 'Findings' })
  await findings.getByRole('textbox', { name: 'New note' }).fill('Ask the author of price_order.')
  await findings.getByRole('button', { name: 'Add note' }).click()
  const note = findings.getByRole('listitem').filter({ hasText: 'Ask the author' })
  await expect(note).toBeVisible()

  await note.getByRole('button', { name: 'Edit this note' }).click()
  await findings.getByRole('textbox', { name: 'Note', exact: true }).fill('The author says it is known.')
  await findings.getByRole('button', { name: 'Save' }).click()
  await expect(findings.getByText('The author says it is known.')).toBeVisible()

  await findings
    .getByRole('listitem')
    .filter({ hasText: 'The author says' })
    .getByRole('button', { name: 'Remove this note' })
    .click()
  await expect(findings.getByText('The author says it is known.')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(findings.getByText('The author says it is known.')).toBeVisible()
})
