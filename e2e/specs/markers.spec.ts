import { capturedPage, liveBar, startCapture } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'

test('moments are marked by key and by command line while a workload runs, and stand on the finished timeline', async ({
  workbench,
}) => {
  test.setTimeout(180_000)
  const { page } = workbench
  await startCapture(page, {
    recipe: 'System call latency',
    seconds: 100,
    // that waits often, and is cheaper to trace than all that runs here
    pids: [process.pid],
    fields: { 'Slow from': '10000', 'Run this meanwhile': "printf '\\033[31mred\\n'; sleep 0.3; exit 3" },
  })
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await expect(timeline.getByRole('button', { name: 'Workload ended, exit status 3' })).toBeVisible({
    timeout: 60_000,
  })
  const field = page.getByRole('form', { name: 'Mark this moment' })
  await page.keyboard.press('Alt+M')
  await page.keyboard.type('not this one')
  await page.keyboard.press('Escape')
  await expect(field).toHaveCount(0)
  await page.keyboard.press('Alt+M')
  await page.keyboard.type('deployed')
  await page.keyboard.press('Enter')
  await expect(timeline.getByTitle(/^deployed, at .* s ± .*s$/).first()).toBeAttached()
  const marked = await workbench.cli('mark', 'by command', '--json')
  expect(marked.status, marked.stderr).toBe(0)
  expect(JSON.parse(marked.stdout.toString()).markers).toHaveLength(1)
  await expect(timeline.getByTitle(/^by command, at /).first()).toBeAttached()

  await liveBar(page).getByRole('button', { name: 'Stop and keep' }).click()
  await capturedPage(page)
  const late = await workbench.cli('mark', 'too late')
  expect([late.status, late.stderr]).toEqual([1, expect.stringContaining('No capture is running')])

  await timeline.getByRole('button', { name: 'Show as table' }).click()
  await timeline.getByRole('radio', { name: 'Markers' }).click()
  const rows = timeline.getByRole('table', { name: 'Markers' }).getByRole('row')
  await expect(rows).toContainText([
    'When',
    'Workload started',
    'Workload ended, exit status 3',
    'deployed',
    'by command',
  ])
  await expect(rows.nth(3)).toContainText(/\d\.\d{3} s± [\d.]+ m?s/)

  await page.keyboard.press('Alt+.')
  await page.keyboard.press('Alt+B')
  await expect(page.getByText(/^time/)).toBeVisible()
  const inspector = page.getByRole('region', { name: 'Inspector' })
  await page.keyboard.press('Alt+,')
  await rows.nth(3).getByRole('button', { name: 'deployed', exact: true }).click()
  await expect(inspector).toContainText('deployed')
  await expect(inspector).toContainText('±')

  await rows.nth(3).getByRole('button', { name: 'Rename deployed' }).click()
  await page.keyboard.type('rolled out')
  await page.keyboard.press('Enter')
  await expect(rows.nth(3)).toContainText('rolled out')
  await rows.nth(4).getByRole('button', { name: 'Delete by command' }).click()
  await expect(rows).toHaveCount(4)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(rows).toHaveCount(5)

  await page.getByRole('button', { name: 'Details' }).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details).toContainText('Exit status 3.')
  await expect(details).toContainText('\\x1b[31mred')
})
