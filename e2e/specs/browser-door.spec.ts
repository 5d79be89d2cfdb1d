import { expect, test } from '../support/workbench.ts'

test('the browser door opens at the printed URL, and for nobody without it', async ({
  workbench,
  browser,
}) => {
  const { page, app } = workbench
  await expect(page).toHaveTitle(/Smokejumper/)
  expect(new URL(page.url()).search).toBe('')
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Library' })).toBeVisible()

  await page.reload()
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Library' })).toBeVisible()

  const stranger = await browser.newPage()
  const refused = await stranger.goto(new URL('/', app.url).href)
  expect(refused?.status()).toBe(403)
  await stranger.close()
})

test('a second start has another token, and finds the same library', async ({ workbench }) => {
  const { page } = workbench
  const before = workbench.app.url
  await workbench.restart()
  expect(workbench.app.url).not.toBe(before)
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Library' })).toBeVisible()
})
