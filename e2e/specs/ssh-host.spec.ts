import { spawn } from 'node:child_process'
import { startSshd } from '../sshd/sshd.ts'
import { capturedPage, goTo, openCapture, startCapture } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'
import { buildWorkload } from '../workloads/build.ts'

test('a host is added, its fingerprint accepted, it is probed and captured, and the capture outlives its sshd', async ({
  workbench,
}) => {
  test.setTimeout(180_000)
  const { person } = workbench
  let { page } = workbench
  await using sshd = await startSshd()
  const busy = spawn(buildWorkload('busy', person.folder), ['120'], { stdio: 'ignore' })
  try {
    await goTo(page, 'Hosts')
    await page.getByRole('button', { name: 'Add host' }).click()
    await page.getByLabel('Label').fill('web-3')
    await page.getByLabel('Address').fill(sshd.address)
    await page.getByLabel('Port').fill(String(sshd.port))
    await page.getByLabel('User').fill(sshd.user)
    await page.getByRole('radio', { name: /key file/i }).check()
    await page.getByRole('textbox', { name: 'Private key' }).fill(sshd.key.path)
    await page.getByRole('button', { name: 'Add host' }).click()

    await page.getByRole('button', { name: 'Probe', exact: true }).first().click()
    const question = page.getByRole('dialog')
    await expect(question).toContainText(sshd.hostKeys[0]?.fingerprint ?? 'no host key')
    await question.getByRole('button', { name: 'Accept and remember' }).click()
    await expect(page.getByRole('button', { name: 'Probe again' })).toBeVisible()

    await startCapture(page, {
      ...{ recipe: 'CPU profile', host: 'web-3', seconds: 3, pids: [busy.pid ?? 0] },
    })
    await capturedPage(page)
    await expect(
      page.getByRole('region', { name: 'Flame graph' }).getByText('burn_inner').first(),
    ).toBeVisible()

    await sshd.stop()
    await workbench.restart()
    page = workbench.page
    await openCapture(page, 'cpu-profile')
    await expect(
      page.getByRole('region', { name: 'Flame graph' }).getByText('burn_inner').first(),
    ).toBeVisible()

    await goTo(page, 'Hosts')
    await page.getByText('web-3').first().click()
    await page.getByRole('button', { name: 'Probe again' }).click()
    await expect(page.getByRole('main')).toContainText(/refused/i)
  } finally {
    busy.kill()
  }
})

test('a host whose key has changed is refused and says why', async ({ workbench }) => {
  test.setTimeout(120_000)
  const { page } = workbench
  await using sshd = await startSshd()
  const added = await workbench.cli(
    ...['hosts', 'add', '--label', 'web-4', '--address', sshd.address, '--port', String(sshd.port)],
    ...['--user', sshd.user, '--key', sshd.key.path],
  )
  expect(added.status, added.stderr).toBe(0)
  await page.reload()
  await goTo(page, 'Hosts')
  await page.getByText('web-4').first().click()
  await page.getByRole('button', { name: 'Probe', exact: true }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Accept and remember' }).click()
  await expect(page.getByRole('button', { name: 'Probe again' })).toBeVisible()

  await sshd.restart(['ed25519'])
  await page.getByRole('button', { name: 'Probe again' }).click()
  await expect(page.getByRole('main')).toContainText(/is known by the ED25519 key .* but the host now shows/)
  await expect(page.getByRole('main')).toContainText(sshd.hostKeys[0]?.fingerprint ?? 'no host key')
})
