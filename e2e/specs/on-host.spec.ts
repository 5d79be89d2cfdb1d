import { spawn } from 'node:child_process'
import { captureIdOf, goTo, startCapture } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'
import { buildWorkload } from '../workloads/build.ts'

test('the page of a host shows what Smokejumper has there', async ({ workbench }) => {
  const { person, page } = workbench
  const busy = spawn(buildWorkload('busy', person.folder), ['60'], { stdio: 'ignore' })
  try {
    await startCapture(page, { recipe: 'CPU profile', seconds: 100, pids: [busy.pid ?? 0] })
    const running = page.getByRole('region', { name: 'Running captures' })
    await expect(running).toContainText(/[1-9] s/, { timeout: 30_000 })
    const captureId = captureIdOf(page)
    await goTo(page, 'Hosts')
    await page.getByRole('button', { name: 'Look now' }).click()
    const row = page.getByRole('listitem').filter({ hasText: captureId })
    await expect(row).toContainText('in this library')
    await expect(row).toContainText('recording')
    await expect(page.getByRole('button', { name: 'Stop everything I started here' })).toBeEnabled()
    await running.getByRole('button', { name: 'Discard' }).click()
    await running.getByRole('button', { name: 'Discard' }).click()
    // its spool goes with it
    await expect(async () => {
      await page.getByRole('button', { name: 'Look now' }).click()
      await expect(row).toHaveCount(0, { timeout: 2000 })
    }).toPass({ timeout: 30_000 })
  } finally {
    busy.kill()
  }
})
