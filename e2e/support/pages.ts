/** What a person does on the pages, by what they see: roles and names, no class names. */
import { expect, type Locator, type Page } from '@playwright/test'

export const goTo = (page: Page, name: 'Hosts' | 'Library' | 'Recipes' | 'Settings'): Promise<void> =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()

/** From the library, by its name. Resolves when its page is there. */
export const openCapture = async (page: Page, name: string): Promise<void> => {
  await goTo(page, 'Library')
  await page.getByRole('grid', { name: 'Captures' }).getByText(name).click()
  await capturedPage(page)
}

/** Above the views of a capture that still runs. */
export const liveBar = (page: Page): Locator =>
  page.getByRole('region', { name: 'Running capture', exact: true })

/** The page of a capture that is stored: its timeline is there. A capture that still runs is waited for. */
export const capturedPage = async (page: Page): Promise<void> => {
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible({ timeout: 60_000 })
  await expect(liveBar(page)).toHaveCount(0, { timeout: 60_000 })
}

export interface NewCapture {
  readonly recipe: 'CPU profile' | 'System call latency'
  /** default: this machine */
  readonly host?: string
  readonly seconds: number
  readonly pids?: readonly number[]
  /** fields of the form by their label */
  readonly fields?: Readonly<Record<string, string>>
}

/** Fills in the form and starts; the page of the running capture follows. */
export const startCapture = async (page: Page, capture: NewCapture): Promise<void> => {
  await goTo(page, 'Recipes')
  await page.getByRole('main').getByText(capture.recipe).first().click()
  if (capture.host !== undefined) await page.getByLabel('Host').selectOption({ label: capture.host })
  await page.getByLabel('Duration').fill(String(capture.seconds))
  if (capture.pids) await page.getByLabel('Processes').first().fill(capture.pids.join(' '))
  for (const [label, value] of Object.entries(capture.fields ?? {})) await page.getByLabel(label).fill(value)
  await page.getByRole('button', { name: 'Capture', exact: true }).click()
}

/** The text twin of a view. */
export const showAsTable = async (page: Page, view: string, table: string): Promise<Locator> => {
  const region = page.getByRole('region', { name: view })
  await region.getByRole('button', { name: 'Show as table' }).click()
  const grid = region.getByRole('grid', { name: table })
  await expect(grid).toBeVisible()
  return grid
}

/** Of the page of a capture; '' on another page. */
export const captureIdOf = (page: Page): string => /#\/capture\/([^/?]+)/.exec(page.url())?.[1] ?? ''
