import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { join } from 'node:path'
import { until } from '../sshd/until.ts'
import { capturedPage, captureIdOf, liveBar, showAsTable, startCapture } from '../support/pages.ts'
import { isTracing } from '../support/tracing.ts'
import { expect, test } from '../support/workbench.ts'
import { buildWorkload } from '../workloads/build.ts'

const SLEEPS = 12

test('a running capture shows slow calls as they come, keeps what is chosen in its views, and becomes the finished page', async ({
  workbench,
}) => {
  test.setTimeout(180_000)
  const { page, person } = workbench
  const build = buildWorkload('slow-calls', person.folder)
  const start = (name: string): ChildProcessWithoutNullStreams =>
    spawn(build, [String(SLEEPS), '0', join(person.folder, name)])
  const programs = [start('a'), start('b'), start('c')]
  try {
    await startCapture(page, {
      recipe: 'System call latency',
      seconds: 100,
      pids: programs.map(({ pid }) => pid ?? 0),
      fields: { 'Slow from': '1000' },
    })
    await expect(page.getByText('open here as soon as the first events have come')).toBeVisible()
    await until('all probes to be attached', () => isTracing(captureIdOf(page)), 45_000)
    const [first, second, third] = programs
    first?.stdin.write('go\n')
    const bar = liveBar(page)
    await expect(bar).toContainText(/so far 1\d slow calls, to .* m?s, none lost/, { timeout: 30_000 })
    await expect(page.getByRole('region', { name: 'Latency' }).locator('canvas')).toBeVisible()

    const calls = await showAsTable(page, 'Latency', 'Latency per call')
    const sleeps = calls.getByRole('row').filter({ hasText: 'nanosleep' }).first()
    await expect(sleeps).toContainText(String(SLEEPS))
    const search = page.getByLabel('Search functions and modules')
    await search.fill('nanosl')
    second?.stdin.write('go\n')
    await expect(sleeps).toContainText(String(2 * SLEEPS), { timeout: 30_000 })
    await expect(search).toBeFocused()

    // what comes while the views are paused is counted as received, and shown when they go on
    await bar.getByRole('button', { name: 'Cost and limits' }).click()
    await page.keyboard.press('Alt+P')
    await expect(bar).toContainText('views paused')
    const shown = await bar.getByText('so far').textContent()
    const received = await bar
      .getByText(/^\d.* [kM]?B$/)
      .first()
      .textContent()
    third?.stdin.write('go\n')
    await expect(bar.getByText(received ?? '', { exact: true })).toHaveCount(0, { timeout: 30_000 })
    expect(await bar.getByText('so far').textContent()).toBe(shown)
    await page.keyboard.press('Alt+P')
    await bar.getByRole('button', { name: 'Cost and limits' }).click()
    await expect(sleeps).toContainText(String(3 * SLEEPS), { timeout: 30_000 })

    await bar.getByRole('button', { name: 'Stop and keep' }).click()
    await capturedPage(page)
    await expect(sleeps).toContainText(String(3 * SLEEPS))
    await expect(search).toHaveValue('nanosl')
    await expect(page.getByRole('button', { name: 'Export' })).toBeVisible()
  } finally {
    for (const program of programs) program.kill()
  }
})
