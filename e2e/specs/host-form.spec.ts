import { once } from 'node:events'
import { createServer } from 'node:net'
import { startSshd } from '../sshd/sshd.ts'
import { canMakeUsers } from '../sshd/user.ts'
import { tabTo, typeOver } from '../support/keyboard.ts'
import { goTo } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'

test('a host is filled in by keyboard, and its test says at each step what is wrong until it works', async ({
  workbench,
}) => {
  test.skip(!canMakeUsers(), 'It needs root, for a user with a password.')
  test.setTimeout(120_000)
  const { page } = workbench
  await using sshd = await startSshd({ user: {}, methods: ['password'] })
  const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
  await once(web, 'listening')
  const bound = web.address()
  const webPort = typeof bound === 'object' && bound !== null ? bound.port : 0
  try {
    await goTo(page, 'Hosts')
    await tabTo(page, page.getByRole('button', { name: 'Add host' }))
    await page.keyboard.press('Enter')
    const field = (label: string) => page.getByRole('textbox', { name: label, exact: true })
    await expect(field('Label')).toBeFocused()
    await page.keyboard.type('web-3')
    // what is missing is said at its field
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toHaveText([
      'Give an address: a name or an IP',
      'Give the user to log in as',
    ])
    await expect(field('Address')).toBeFocused()
    const fill = async (label: string, text: string) => {
      await tabTo(page, field(label))
      await typeOver(page, text)
    }
    await fill('Address', 'no host')
    await fill('Port', '99999')
    await expect(page.getByRole('alert').first()).toHaveText(
      'An address is a host name or an IP, without user, port or spaces',
    )
    await fill('User', sshd.user)
    await expect(page.getByText('From 1 to 65535')).toBeVisible()
    await fill('Jumps', '')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('radio', { name: 'As ssh does' })).toBeFocused()
    for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('radio', { name: 'Password' })).toBeChecked()
    await tabTo(page, page.getByText('Advanced', { exact: true }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('radio', { name: 'Smokejumper itself' }))
    await expect(page.getByText(/Whatever works in your terminal works here: FIDO keys/)).toBeVisible()
    await tabTo(page, field('Address'), true)
    await typeOver(page, sshd.address)
    await fill('Port', '1')
    await page.keyboard.press('Enter')

    const main = page.getByRole('main')
    const dialog = page.getByRole('dialog')
    const movesTo = async (port: number) => {
      await page.keyboard.press('e')
      await expect(field('Label')).toBeFocused()
      await fill('Port', String(port))
      await page.keyboard.press('Enter')
      await expect(main).toContainText(`${sshd.user}@${sshd.address}:${port}`)
    }
    const breaksAt = async (step: string, because: RegExp) => {
      await expect(main.getByText(`It breaks at: ${step}.`)).toBeVisible({ timeout: 30_000 })
      await expect(main).toContainText(because)
    }
    await expect(page.getByRole('button', { name: 'Test connection' })).toBeVisible()
    await page.keyboard.press('t')
    await breaksAt('TCP', /nothing listens on port 1: the connection was refused.*Check the port/)
    await movesTo(webPort)
    await page.keyboard.press('t')
    await breaksAt('banner', /is no SSH server: it said "HTTP\/1\.1 400 Bad Request"/)
    await movesTo(sshd.port)
    await page.keyboard.press('t')
    await expect(dialog.getByRole('button', { name: 'Refuse' })).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    for (const attempt of [1, 2, 3]) {
      if (attempt > 1) await expect(dialog).toContainText(`That was not right. Attempt ${attempt} of 3.`)
      await expect(dialog.getByLabel(/^Password for/)).toBeFocused()
      await page.keyboard.type('not the password')
      await page.keyboard.press('Enter')
    }
    await breaksAt('login', /the password was refused 3 times/)
    await tabTo(page, main.getByRole('button', { name: 'Test again' }))
    await page.keyboard.press('Enter')
    await expect(dialog.getByLabel(/^Password for/)).toBeFocused()
    await page.keyboard.type(sshd.password)
    await page.keyboard.press('Enter')
    await expect(main.getByText('It works.')).toBeVisible({ timeout: 60_000 })
  } finally {
    web.close()
  }
})
