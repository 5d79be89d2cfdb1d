import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startSshd } from '../sshd/sshd.ts'
import { goTo } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'

test('a host comes from the ssh config by keyboard, is tested step by step, tagged, and its key forgotten', async ({
  workbench,
}) => {
  test.setTimeout(120_000)
  const { page, person } = workbench
  await using sshd = await startSshd()
  await writeFile(
    join(person.home, '.ssh', 'config'),
    [
      ...[
        'Host shop',
        'HostName 127.0.0.1',
        `Port ${sshd.port}`,
        `User ${sshd.user}`,
        'StrictHostKeyChecking no',
      ],
      ...[`IdentityFile ${sshd.key.path}`, 'IdentitiesOnly yes', 'Host trap', 'HostName 127.0.0.1'],
      ...[`Match originalhost trap exec "touch ${person.folder}/was-run"`, 'Port 1'],
    ].join('\n'),
    { mode: 0o600 },
  )

  await goTo(page, 'Hosts')
  await page.getByRole('button', { name: 'From ssh config' }).click()
  const offered = page.getByRole('grid', { name: 'Hosts of the ssh config' })
  await expect(offered.getByRole('row', { name: /shop/ })).toContainText(
    `${sshd.user}@127.0.0.1:${sshd.port}`,
  )
  await offered.focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('region', { name: 'Not as in ssh' })).toContainText('The command was not run')
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  await page.getByLabel('Group').fill('Shop')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Test connection' })).toBeVisible()
  expect(existsSync(join(person.folder, 'was-run'))).toBe(false)

  // the config says "no", and yet the key is asked about
  await page.keyboard.press('t')
  const question = page.getByRole('dialog')
  await expect(question).toContainText(sshd.hostKeys[0]?.fingerprint ?? 'no host key')
  await question.getByRole('button', { name: 'Accept and remember' }).click()
  const main = page.getByRole('main')
  await expect(main.getByText('It works.')).toBeVisible({ timeout: 60_000 })
  await expect(main).toContainText(`, as ${sshd.user}`)

  await page.keyboard.press('e')
  await page.getByLabel('Tags').fill('eu, nginx')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'nginx' }).click()
  const list = page.getByRole('navigation', { name: 'Hosts' })
  await expect(list.getByRole('link')).toHaveCount(1)
  await expect(list).toContainText('Shop')

  await sshd.stop()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(main.getByText('It breaks at: TCP.')).toBeVisible({ timeout: 60_000 })
  await expect(main).toContainText('the connection was refused')

  await page.getByRole('button', { name: 'Known hosts' }).click()
  const known = page.getByRole('grid', { name: 'Known hosts' })
  await expect(known.getByRole('row', { name: /127\.0\.0\.1/ })).toContainText('shop')
  const about = page.getByRole('region', { name: 'About the chosen entry' })
  await expect(about).toContainText('because you accepted it here: line')
  await about.getByRole('button', { name: 'Forget' }).click()
  await about.getByRole('button', { name: 'Forget' }).click()
  await expect(page.getByText('No host key is known yet')).toBeVisible()
  const ours = await readFile(join(person.home, '.config', 'smokejumper', 'known_hosts'), 'utf8')
  expect(ours.trim()).toBe('')
})
