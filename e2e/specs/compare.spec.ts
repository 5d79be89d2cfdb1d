import { openCapture } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'

test('two captures stand side by side on common axes, with what differs most', async ({ workbench }) => {
  const { page } = workbench
  await openCapture(page, 'orderd: CPU before the fix')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page
    .getByRole('dialog', { name: 'Compare with another capture' })
    .getByRole('button', { name: /CPU after the fix/ })
    .click()

  await expect(page.getByRole('region', { name: 'Flame graph' })).toHaveCount(2)
  await expect(page.getByRole('region', { name: 'Timeline' })).toHaveCount(2)
  await expect(
    page.getByRole('region', { name: 'Flame graph' }).first().getByText('compare_sku').first(),
  ).toBeVisible()
  await expect(
    page.getByRole('region', { name: 'Flame graph' }).last().getByText('fdatasync').first(),
  ).toBeVisible()
  const differences = page.getByRole('grid', { name: 'Largest differences' })
  await expect(differences.getByRole('row').filter({ hasText: 'compare_sku' })).toBeVisible()

  await page.reload()
  await expect(page.getByRole('region', { name: 'Flame graph' })).toHaveCount(2)
})

test('a capture that cannot be compared with the other says so', async ({ workbench }) => {
  const { page } = workbench
  await openCapture(page, 'orderd: CPU before the fix')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page
    .getByRole('dialog', { name: 'Compare with another capture' })
    .getByRole('button', { name: /slow system calls/ })
    .click()
  await expect(page.getByText(/not be compared|unlike|differ/i).first()).toBeVisible()
})
