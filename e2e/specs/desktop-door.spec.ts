import type {} from '../../shared/contract/desktop-bridge.ts'
import { expect, test } from '../support/workbench.ts'

test('the desktop door opens a window that can do nothing but be the workbench', async ({ workbench }) => {
  const { page, electron } = workbench
  await expect(page).toHaveTitle(/Smokejumper/)
  expect(page.url()).toMatch(/^app:\/\/smokejumper\//)
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Library' })).toBeVisible()

  const reach = await page.evaluate(() => ({
    node: typeof Reflect.get(globalThis, 'process') + typeof Reflect.get(globalThis, 'require'),
    bridge: Object.keys(window.smokejumperDesktop ?? {}).sort(),
  }))
  expect(reach).toEqual({
    node: 'undefinedundefined',
    bridge: ['connect', 'onCommand', 'onEngineExit', 'saveFile'],
  })

  await page.evaluate(() => window.open('https://example.invalid/'))
  expect(electron?.windows()).toHaveLength(1)
})
