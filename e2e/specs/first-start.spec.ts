import { spawn } from 'node:child_process'
import { capturedPage, goTo, openCapture, showAsTable, startCapture } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'
import { buildWorkload } from '../workloads/build.ts'

test('on first start the sample captures are listed, and one click shows a flame graph', async ({
  workbench,
}) => {
  const { page } = workbench
  const rows = page.getByRole('grid', { name: 'Captures' }).getByRole('row').filter({ hasText: 'orderd' })
  await expect(rows.filter({ has: page.getByText('sample', { exact: true }) })).toHaveCount(3)

  await openCapture(page, 'orderd: CPU before the fix')
  await expect(
    page.getByRole('region', { name: 'Flame graph' }).getByText('compare_sku').first(),
  ).toBeVisible()
  await expect(page.getByRole('region', { name: 'Latency' })).toContainText('Samples have no latency')
})

test('this machine is probed, and each thing it cannot do has a remedy', async ({ workbench }) => {
  const { page } = workbench
  await goTo(page, 'Hosts')
  await page.getByRole('button', { name: 'Probe', exact: true }).first().click()
  await expect(page.getByRole('button', { name: 'Probe again' })).toBeVisible()
  await expect(page.getByText('perf', { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('main')).toContainText(/Linux|kernel/i)
})

test('a capture of this machine shows the functions of a busy loop that was running', async ({
  workbench,
}) => {
  const { page, person } = workbench
  const busy = spawn(buildWorkload('busy', person.folder), ['60'], { stdio: 'ignore' })
  try {
    await startCapture(page, { recipe: 'CPU profile', seconds: 5 })
    await capturedPage(page)
    const flame = page.getByRole('region', { name: 'Flame graph' })
    // among all that runs here its frame may be narrow
    await flame.getByPlaceholder(/^Search/).fill('burn_inner')
    await expect(flame).toContainText(/[1-9] % matched/)

    const table = await showAsTable(page, 'Flame graph', 'Functions')
    await expect(
      table.getByRole('row').filter({ hasText: 'burn_inner' }).filter({ hasText: person.folder }),
    ).toBeVisible()
  } finally {
    busy.kill()
  }
})
