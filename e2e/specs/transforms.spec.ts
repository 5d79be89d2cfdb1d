import { openCapture, showAsTable } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'

test('stacks are transformed by key and by menu, and each transform is a chip to take away', async ({
  workbench,
}) => {
  const { page } = workbench
  await openCapture(page, 'orderd: CPU before the fix')
  const flame = page.getByRole('region', { name: 'Flame graph' })
  const frames = flame.getByRole('application', { name: /^Flame graph/ })
  const selection = page.getByRole('region', { name: 'Selection' })
  const chips = selection
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: /^Take away/ }) })
  await expect(frames.getByText('start_thread')).toBeVisible()

  // by keyboard from the frame that has the focus
  await frames.press('ArrowDown')
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText('start_thread')
  await frames.press('h')
  await expect(chips).toHaveText(['hide start_thread'])
  await expect(frames.getByText('start_thread')).toHaveCount(0)
  await frames.press('k')
  await expect(chips).toHaveText(['hide start_thread', 'drop kernel'])
  await expect(flame.getByRole('list', { name: 'Kinds of frames' })).not.toContainText('kernel')

  // by pattern, which says beforehand what it finds
  await flame.getByRole('button', { name: 'Transforms' }).click()
  const menu = page.getByRole('dialog', { name: 'Transforms' })
  await expect(menu.getByLabel('Drop kernel frames')).toBeChecked()
  const pattern = menu.getByLabel(/^Pattern of function or module/)
  await pattern.fill('compare_sku(')
  await expect(menu.getByRole('status')).toContainText('cannot be read')
  await expect(menu.getByRole('button', { name: 'Hide' })).toBeDisabled()
  await menu.getByLabel('What is done with them').selectOption('Merge')
  await pattern.fill('price|sku')
  await menu.getByLabel('Name of the merged frame').fill('pricing')
  await expect(menu.getByRole('status')).toContainText(/functions found/)
  await menu.getByRole('button', { name: 'Merge' }).click()
  await expect(chips.last()).toHaveText('merge matching price|sku')
  await expect(frames.getByText('pricing')).toBeVisible()
  const table = await showAsTable(page, 'Flame graph', 'Functions')
  await expect(table.getByText('compare_sku')).toHaveCount(0)
  await flame.getByRole('button', { name: 'Show as graph' }).click()

  // back, by keyboard away, and all of it
  await page.keyboard.press('Alt+[')
  await expect(chips).toHaveCount(2)
  await page.keyboard.press('Alt+]')
  await expect(chips).toHaveCount(3)
  await selection.getByRole('button', { name: 'Take away: hide start_thread' }).press('Delete')
  await expect(chips).toHaveText(['drop kernel', 'merge matching price|sku'])
  await selection.getByRole('button', { name: 'Take away: drop kernel' }).click()
  await expect(chips).toHaveCount(1)
  await selection.getByRole('button', { name: 'Clear' }).click()
  await expect(frames.getByText('compare_sku').first()).toBeVisible()
})

test('stacks are grouped by CPU, measured in samples, and narrowed to one CPU', async ({ workbench }) => {
  const { page } = workbench
  await openCapture(page, 'orderd: CPU before the fix')
  const flame = page.getByRole('region', { name: 'Flame graph' })
  const frames = flame.getByRole('application', { name: /^Flame graph/ })
  await flame.getByLabel('Groups under the root').selectOption('By CPU')
  await flame.getByLabel(/^Widths/).selectOption('Samples')
  await expect(frames.getByText('CPU 0', { exact: true })).toBeVisible()
  await frames.press('ArrowDown')
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText(/Total[\d.]+ k samples/)
  await page.getByRole('button', { name: 'Only this CPU' }).click()
  await expect(page.getByRole('button', { name: /^Take away: CPU \d$/ })).toBeVisible()
  await expect(frames.getByText(/^CPU \d$/)).toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Timeline' })).not.toContainText('3.94 k samples')
})

test('a function stands between its callers and its callees, and a pin opens it again', async ({
  workbench,
}) => {
  const { page } = workbench
  await openCapture(page, 'orderd: CPU before the fix')
  await page.getByRole('region', { name: 'Flame graph' }).getByRole('radio', { name: 'Sandwich' }).click()
  const sandwich = page.getByRole('region', { name: 'Callers and callees' })
  await expect(sandwich).toContainText('No function is chosen')

  // from the field
  await page.keyboard.press('/')
  await page.keyboard.type('price_order')
  await expect(page.getByRole('listbox', { name: 'Functions' }).getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  const callers = sandwich.getByRole('application', { name: /^Callers of price_order/ })
  const callees = sandwich.getByRole('application', { name: /^Callees of price_order/ })
  await expect(callers.getByText('handle_order')).toBeVisible()
  await expect(callees.getByText('compare_sku')).toBeVisible()
  await expect(callers.getByText('compare_sku')).toHaveCount(0)
  const inspector = page.getByRole('region', { name: 'Inspector' })
  const total = /Total([\d.]+ s)/.exec((await sandwich.textContent()) ?? '')?.[1] ?? ''
  await expect(inspector).toContainText(`Total${total}`)

  // by keyboard: over the function from one side to the other, in and out again, then to a callee's own
  await callers.focus()
  await callers.press('ArrowDown')
  await expect(callees).toBeFocused()
  await callees.press('ArrowDown')
  await callees.press('Enter')
  await expect(sandwich.getByRole('button', { name: 'Reset zoom' })).toBeVisible()
  await callees.press('Escape')
  await expect(sandwich.getByRole('button', { name: 'Reset zoom' })).toHaveCount(0)
  await callees.press('s')
  await expect(sandwich.getByRole('application', { name: 'Callers of compare_sku' })).toBeVisible()

  const table = await showAsTable(page, 'Callers and callees', 'Callers')
  await expect(table.getByRole('row').nth(1)).toContainText('price_order')
  await sandwich.getByRole('button', { name: 'Show as graph' }).click()
  await sandwich.getByRole('button', { name: /^Pin: keep this view/ }).click()
  await sandwich.getByLabel(/What is seen here/).fill('prices are compared from one place')
  await sandwich.getByRole('button', { name: 'Pin', exact: true }).click()
  await expect(page.getByText('Pinned. It is with the findings')).toBeVisible()

  // from the table of functions, then back to what was pinned
  await sandwich.getByRole('radio', { name: 'Stacks' }).click()
  const functions = await showAsTable(page, 'Flame graph', 'Functions')
  await functions.getByText('find_price_by_scan').click()
  await expect(sandwich.getByRole('application', { name: 'Callees of find_price_by_scan' })).toBeVisible()
  await page.getByRole('button', { name: /^Findings/ }).click()
  const finding = page.getByRole('listitem').filter({ hasText: 'prices are compared from one place' })
  await expect(finding).toContainText('callers and callees')
  await finding.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(sandwich.getByRole('application', { name: 'Callers of compare_sku' })).toBeVisible()
})
