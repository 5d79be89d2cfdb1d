import { startSshd } from '../sshd/sshd.ts'
import { canMakeUsers } from '../sshd/user.ts'
import { tabTo } from '../support/keyboard.ts'
import { goTo } from '../support/pages.ts'
import { makePerson } from '../support/person.ts'
import { runCli } from '../support/run-cli.ts'
import { startApp } from '../support/running-app.ts'
import { expect, test } from '../support/workbench.ts'

test('a password is remembered on request, used by the next start without a question, and forgotten by keyboard', async ({
  door,
  page,
}) => {
  test.skip(!canMakeUsers(), 'It needs root, for a user with a password.')
  test.skip(door === 'desktop', 'It has a key store of its own.')
  test.setTimeout(120_000)
  await using sshd = await startSshd({ user: {}, methods: ['password'] })
  const person = await makePerson()
  const open = async () => {
    const app = await startApp(person, [], ['e2e/support/keyring-door.ts'])
    await page.goto(app.url)
    return app
  }
  let app = await open()
  const added = await runCli(person, [
    ...['hosts', 'add', '--label', 'web-3', '--address', sshd.address, '--port', String(sshd.port)],
    ...['--user', sshd.user, '--password'],
  ])
  expect(added.status, added.stderr).toBe(0)
  const dialog = page.getByRole('dialog')
  const works = page.getByText('It works.')
  const testConnection = async () => {
    await goTo(page, 'Hosts')
    await page.getByRole('navigation', { name: 'Hosts' }).getByRole('link', { name: 'web-3' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Test connection' }).waitFor()
    await page.keyboard.press('t')
  }
  try {
    await testConnection()
    await expect(dialog.getByRole('button', { name: 'Refuse' })).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(dialog.getByLabel(/^Password for/)).toBeFocused()
    await page.keyboard.type(sshd.password)
    await page.keyboard.press('Tab')
    await expect(dialog.getByRole('checkbox', { name: 'Remember on this computer' })).toBeFocused()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await expect(works).toBeVisible({ timeout: 60_000 })
    const remembered = page.getByRole('listitem').filter({ hasText: `${sshd.user}@${sshd.address}` })
    await expect(remembered.filter({ hasText: 'Password' })).toBeVisible()

    expect(await app.end('SIGINT')).toBe(0)
    app = await open()
    await testConnection()
    await expect(works).toBeVisible({ timeout: 60_000 })

    await goTo(page, 'Settings')
    await expect(page.getByText('web-3, just now')).toBeVisible()
    await tabTo(page, page.getByRole('button', { name: /^Forget: Password/ }))
    await page.keyboard.press('Enter')
    await expect(page.getByText('web-3, just now')).toHaveCount(0)
    await testConnection()
    await expect(dialog.getByRole('heading')).toHaveText('Log in to web-3')
    await page.keyboard.press('Escape')
    await expect(page.getByText('It breaks at: login.')).toBeVisible()
    expect(await app.end('SIGINT')).toBe(0)
  } finally {
    await app.end('SIGKILL')
    await person.remove()
  }
})
