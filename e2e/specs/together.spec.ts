import { spawn } from 'node:child_process'
import { type Sshd, startSshd } from '../sshd/sshd.ts'
import { goTo } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'
import { buildWorkload } from '../workloads/build.ts'

test('two hosts are started together, seen in a row each, and compared on one clock', async ({
  workbench,
}) => {
  test.setTimeout(120_000)
  const { person, page } = workbench
  await using first = await startSshd()
  await using second = await startSshd()
  const busy = spawn(buildWorkload('busy', person.folder), ['100', '50'], { stdio: 'ignore' })
  try {
    const add = async (label: string, sshd: Sshd) => {
      const added = await workbench.cli(
        ...['hosts', 'add', '--label', label, '--address', sshd.address, '--port', String(sshd.port)],
        ...['--user', sshd.user, '--key', sshd.key.path, '--group', 'web'],
      )
      expect(added.status, added.stderr).toBe(0)
    }
    await add('web-1', first)
    await add('web-2', second)

    await goTo(page, 'Recipes')
    await page.getByRole('main').getByText('CPU profile').first().click()
    await page.getByLabel('Host', { exact: true }).selectOption({ label: 'web-1' })
    await page.getByRole('button', { name: 'More hosts at once' }).click()
    await page.getByRole('button', { name: 'web 2' }).click()
    await expect(page.getByRole('group', { name: /At once on 2 hosts/ })).toBeVisible()
    await page.getByLabel('Duration').fill('3')
    // one machine behind both: the number is the same process
    await page.getByLabel('Processes').first().fill(String(busy.pid))
    await page.getByRole('button', { name: 'Capture', exact: true }).click()
    // each asks for itself
    for (const name of ['web-1', 'web-2']) {
      const question = page.getByRole('dialog')
      await expect(question).toContainText(/web-[12]/, { timeout: 30_000 })
      const asker = (await question.textContent()) ?? ''
      await question.getByRole('button', { name: 'Accept and remember' }).click()
      await expect(question.filter({ hasText: /web-1/.test(asker) ? 'web-1' : 'web-2' }), name).toHaveCount(0)
    }

    const hosts = page.getByRole('table', { name: 'Hosts' })
    await expect(hosts).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText(/started within .* ± .*/)).toBeVisible()
    for (const name of ['web-1', 'web-2'])
      await expect(hosts.getByRole('row').filter({ hasText: name })).toContainText('done', {
        timeout: 60_000,
      })

    await hosts.getByLabel('Compare web-1').check()
    await hosts.getByLabel('Compare web-2').check()
    await page.getByRole('main').getByRole('button', { name: 'Compare' }).click()
    await expect(page.getByRole('region', { name: 'Timeline' })).toHaveCount(2)
    const clock = page.getByRole('button', { name: /^One clock, [AB] \+.* ± / })
    await expect(clock).toHaveAttribute('aria-pressed', 'true')
    await clock.click()
    await expect(clock).toHaveAttribute('aria-pressed', 'false')

    await goTo(page, 'Library')
    const captures = page.getByRole('grid', { name: 'Captures' })
    await captures
      .getByTitle(/Started together with 1 other/)
      .first()
      .click()
    await expect(page.getByRole('status').filter({ hasText: '2 captures' })).toBeVisible()
    await captures.getByText('web-2').click()
    await page.getByRole('button', { name: /^with 1 other, started within/ }).click()
    await page.getByRole('menuitem', { name: 'Open web-1' }).click()
    await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible()
    await expect(page.getByText('web-1', { exact: true })).toBeVisible()
  } finally {
    busy.kill()
  }
})
