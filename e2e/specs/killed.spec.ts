import { spawn } from 'node:child_process'
import { until } from '../sshd/until.ts'
import { captureIdOf, goTo, openCapture, startCapture } from '../support/pages.ts'
import { runningFor } from '../support/tracing.ts'
import { expect, test } from '../support/workbench.ts'
import { buildWorkload } from '../workloads/build.ts'

const GRACE_SECONDS = 5

test('a workbench that is killed leaves no tracer behind, and its capture is collected by the next', async ({
  workbench,
}) => {
  test.setTimeout(180_000)
  const { person } = workbench
  let { page } = workbench
  const busy = spawn(buildWorkload('busy', person.folder), ['120'], { stdio: 'ignore' })
  try {
    await goTo(page, 'Settings')
    await page.getByLabel('Grace period').fill(String(GRACE_SECONDS))
    await page.getByLabel('Grace period').press('Enter')
    await startCapture(page, { recipe: 'CPU profile', seconds: 100, pids: [busy.pid ?? 0] })
    await expect(page.getByRole('region', { name: 'Running captures' })).toContainText(/[2-9] s/, {
      timeout: 30_000,
    })
    const captureId = captureIdOf(page)
    expect(runningFor(captureId).join()).toContain('perf record')

    await workbench.kill()
    const gone = () => runningFor(captureId).length === 0
    await until('all to be gone that ran for it', gone, (GRACE_SECONDS + 60) * 1000)

    await workbench.start()
    page = workbench.page
    // it goes back to its host, this machine, by itself
    await openCapture(page, 'cpu-profile')
    await expect(
      page.getByRole('region', { name: 'Flame graph' }).getByText('burn_inner').first(),
    ).toBeVisible()
  } finally {
    busy.kill()
  }
})
