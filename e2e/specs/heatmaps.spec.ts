import type { Locator } from '@playwright/test'
import { openCapture, showAsTable } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'

/** From one place to another, as shares of the element. */
const drag = async (surface: Locator, from: [number, number], to: [number, number]): Promise<void> => {
  const box = await surface.boundingBox()
  if (!box) throw new Error('The surface is not on the page')
  const { mouse } = surface.page()
  const at = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const
  await mouse.move(...at(from))
  await mouse.down()
  await mouse.move(...at(to), { steps: 3 })
  await mouse.up()
}

test('a capture is seen second by second, and brushed from cell to cell', async ({ workbench }) => {
  const { page } = workbench
  await openCapture(page, 'orderd: CPU after the fix')
  const timeline = page.getByRole('region', { name: 'Timeline' })
  const surface = timeline.getByRole('application', { name: /Heatmap of samples/ })
  await expect(surface).toBeVisible()

  // by keyboard: a cell of 20 ms, then the one a second later
  await surface.press('Home')
  for (let i = 0; i < 5; i += 1) await surface.press('PageDown')
  await surface.press('Enter')
  await surface.press('ArrowRight')
  await surface.press('Enter')
  const chips = page.getByRole('region', { name: 'Selection' })
  await expect(chips).toContainText('0 to 1.02 s')
  await expect(page.getByRole('region', { name: 'Flame graph' })).toContainText(/of all/)
  await surface.press('Escape')
  await expect(chips).toContainText('Everything is selected')

  await drag(surface, [0.3, 0.5], [0.6, 0.2])
  await expect(chips.getByRole('button', { name: /^Take away: time/ })).toBeVisible()

  const table = await showAsTable(page, 'Timeline', 'Threads')
  await expect(table).toBeVisible()
  await timeline.getByRole('radio', { name: 'Cells' }).click()
  const cells = timeline.getByRole('grid', { name: 'Cells of the heatmap' })
  await expect(cells.getByRole('row').nth(1)).toContainText(/second \d+/)
  await timeline.getByRole('button', { name: 'Show as graph' }).click()
  await timeline.getByRole('radio', { name: 'Activity' }).click()
  await expect(surface).toHaveCount(0)
})

test('slow calls are seen by time and latency, and a rectangle selects both', async ({ workbench }) => {
  const { page } = workbench
  await openCapture(page, 'orderd: slow system calls')
  const latency = page.getByRole('region', { name: 'Latency' })
  await latency.getByRole('radio', { name: 'Heatmap' }).click()
  const surface = latency.getByRole('application', { name: /Latency heatmap/ })
  await drag(surface, [0.4, 0.2], [0.8, 0.5])
  const chips = page.getByRole('region', { name: 'Selection' })
  await expect(chips.getByRole('button', { name: /^Take away: time/ })).toBeVisible()
  await expect(chips.getByRole('button', { name: /^Take away: latency/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Flame graph of slow calls' })).toContainText(/of all/)

  const cells = await showAsTable(page, 'Latency', 'Cells of the heatmap')
  await expect(cells.getByRole('row').nth(1)).toContainText(/ms to/)

  await latency.getByRole('button', { name: 'Show as graph' }).click()
  await latency.getByRole('radio', { name: 'Histogram' }).click()
  await latency.getByLabel('Buckets', { exact: true }).selectOption('Linear')
  const handle = latency.getByRole('slider', { name: /from this latency/ })
  await expect(handle).toHaveAttribute('aria-valuemin', '0')
})
