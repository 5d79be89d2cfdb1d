import type { Page } from '@playwright/test'
import { openCapture } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'

const compare = async (page: Page, one: string, other: RegExp): Promise<void> => {
  await openCapture(page, one)
  await page.getByRole('button', { name: 'Compare' }).click()
  await page
    .getByRole('dialog', { name: 'Compare with another capture' })
    .getByRole('button', { name: other })
    .click()
  await page.getByRole('radio', { name: 'Differences' }).click()
}

test('one flame graph of two captures says what grew, what shrank and what vanished', async ({
  workbench,
}) => {
  const { page } = workbench
  await compare(page, 'orderd: CPU before the fix', /CPU after the fix/)
  const graph = page.getByRole('region', { name: 'Flame graph of the differences' })
  const frames = graph.getByRole('application')
  await expect(frames.getByText(/^compare_sku.* −\d+(\.\d+)? pp/)).toBeVisible()
  await expect(frames.getByText(/^fdatasync.* \+\d+(\.\d+)? pp/)).toBeVisible()
  await expect(graph.getByText(/CPU time of each side is 100 %/)).toBeVisible()

  // by keyboard: the frames and what is said of them
  await frames.focus()
  await frames.press('ArrowDown')
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText(/B − A/)

  await graph.getByLabel('What makes the sides comparable').selectOption('By wall time')
  await expect(frames.getByText(/^all.* −1\.\d+ CPUs/)).toBeVisible()

  // of B what B has: what vanished has no width there
  await expect(frames.getByText(/find_price_by_scan/)).toHaveCount(1)
  await graph.getByLabel(/^Widths/).selectOption('Width of B')
  await expect(frames.getByText(/find_price_by_scan/)).toHaveCount(0)
  await graph.getByLabel(/^Widths/).selectOption('Width of both')

  await graph.getByRole('button', { name: 'Show as table' }).click()
  const table = graph.getByRole('grid', { name: 'Differences by frame' })
  const gone = table.getByRole('row').filter({ hasText: 'find_price_by_scan' })
  await expect(gone).toContainText('only in A')
  await expect(gone).toContainText('−100 %')
})

test('a pin of the differences opens as it was', async ({ workbench }) => {
  const { page } = workbench
  await compare(page, 'orderd: CPU before the fix', /CPU after the fix/)
  const graph = page.getByRole('region', { name: 'Flame graph of the differences' })
  await graph.getByLabel('What makes the sides comparable').selectOption('By samples')
  await expect(graph.getByRole('application').getByText(/compare_sku/)).toBeVisible()
  await graph.getByRole('button', { name: /^Pin: keep this view/ }).click()
  await graph.getByLabel(/What is seen here/).fill('compare_sku is gone')
  await graph.getByRole('button', { name: 'Pin', exact: true }).click()
  await expect(page.getByText('Pinned. It is with the findings')).toBeVisible()

  await page.getByRole('radio', { name: 'Side by side' }).click()
  await expect(graph).toHaveCount(0)
  await page.getByRole('button', { name: /^Findings/ }).click()
  const finding = page.getByRole('listitem').filter({ hasText: 'compare_sku is gone' })
  await expect(finding).toContainText('flame graph of the differences')
  await finding.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(graph.getByLabel('What makes the sides comparable')).toHaveValue('samples')
})

test('unlike captures have no differences, and it is said what to do', async ({ workbench }) => {
  const { page } = workbench
  await compare(page, 'orderd: CPU before the fix', /slow system calls/)
  const graph = page.getByRole('region', { name: 'Flame graph of the differences' })
  await expect(graph.getByRole('alert')).toContainText('their difference would mean nothing')
  await graph.getByRole('button', { name: 'Show side by side' }).click()
  await expect(page.getByRole('region', { name: /^Flame graph/ })).toHaveCount(2)
})
