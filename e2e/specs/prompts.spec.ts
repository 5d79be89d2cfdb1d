import { canMakeNetworks, makeNetwork } from '../sshd/network.ts'
import { startSshd } from '../sshd/sshd.ts'
import { canTwoFactor, makeTwoFactor } from '../sshd/two-factor.ts'
import { tabTo } from '../support/keyboard.ts'
import { goTo } from '../support/pages.ts'
import { expect, test, type Workbench } from '../support/workbench.ts'

const addHost = async (workbench: Workbench, label: string, ...flags: string[]): Promise<void> => {
  const { status, stderr } = await workbench.cli('hosts', 'add', '--label', label, ...flags)
  expect(status, stderr).toBe(0)
}
const where = (sshd: { address: string; port: number; user: string }): string[] => [
  ...['--address', sshd.address, '--port', String(sshd.port), '--user', sshd.user],
]

test('a key, its passphrase, a password and a code are asked for one after the other, and answered by keyboard', async ({
  door,
  workbench,
}) => {
  test.skip(!canTwoFactor(), 'It needs root and the PAM module of one-time codes.')
  test.setTimeout(120_000)
  await using factor = await makeTwoFactor()
  const { program, config } = factor
  await using sshd = await startSshd({
    ...{ user: {}, passphrase: 'open sesame', program, methods: ['publickey', 'keyboard-interactive'] },
    config: [...config, 'AuthenticationMethods publickey,keyboard-interactive'],
  })
  await addHost(workbench, 'web-3', ...where(sshd), '--key', sshd.key.path)
  await addHost(workbench, 'web-4', ...where(sshd), '--key', sshd.key.path)
  const { page } = workbench
  await goTo(page, 'Hosts')
  await page.getByRole('navigation', { name: 'Hosts' }).getByRole('link', { name: 'web-3' }).focus()
  await page.keyboard.press('Enter')
  const testing = page.getByRole('button', { name: 'Test connection' })
  const dialog = page.getByRole('dialog')
  const answer = async (title: string | RegExp, text: string) => {
    await expect(dialog.getByRole('heading')).toHaveText(title)
    await expect(dialog.getByRole('textbox', { includeHidden: true })).toBeFocused()
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }

  // Enter in haste refuses, Escape too, and the focus comes back
  await tabTo(page, testing)
  for (const key of ['Enter', 'Escape']) {
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('button', { name: 'Refuse' })).toBeFocused()
    await expect(dialog).toContainText(sshd.hostKeys[0]?.fingerprint ?? 'no host key')
    await page.keyboard.press(key)
    await expect(page.getByText('It breaks at: host key.')).toBeVisible()
    await expect(testing).toBeFocused()
  }

  // a second question waits behind the first
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading')).toHaveText('Is this web-3?')
  const other = workbench.cli('hosts', 'test', 'web-4')
  await expect(dialog.getByText('One more question waits.')).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('button', { name: 'Accept and remember' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading')).toHaveText('Is this web-4?')
  await expect(dialog.getByRole('button', { name: 'Refuse' })).toBeFocused()
  await page.keyboard.press('Enter')
  const refused = await other
  expect([refused.status, refused.stdout.toString()]).toEqual([1, expect.stringContaining('FAILED host-key')])

  await expect(dialog.getByRole('heading')).toHaveText('Unlock the key user_key')
  await expect(dialog).toContainText('no host is sent it')
  await expect(dialog).toContainText(`${sshd.user}@${sshd.address}:${sshd.port}`)
  await answer('Unlock the key user_key', 'wrong')
  await expect(dialog.getByRole('alert')).toHaveText('That was not right. Attempt 2 of 3.')
  await answer('Unlock the key user_key', 'open sesame')
  await expect(dialog.getByLabel(/^Password for/)).toBeFocused()
  // behind the desktop door it depends on the keyring of the session
  await expect(dialog).toContainText(
    door === 'browser'
      ? 'Not remembered: Passwords and passphrases are remembered only by the desktop app'
      : /Not remembered: |Remember on this computer/,
  )
  await answer('Log in to web-3', sshd.password)

  const code = dialog.getByLabel(/asks: Verification code$/)
  await expect(code).toBeFocused()
  await expect(dialog).not.toContainText('emember')
  await page.keyboard.type(factor.code())
  for (const name of ['Cancel', 'Answer']) {
    await page.keyboard.press('Tab')
    await expect(dialog.getByRole('button', { name })).toBeFocused()
  }
  await page.keyboard.press('Enter')
  await expect(page.getByText('It works.')).toBeVisible({ timeout: 60_000 })
  await expect(testing).toBeFocused()
})

test('each hop of two jumps asks by its own name, and a stranger in the place of the last is refused', async ({
  workbench,
}) => {
  test.skip(!canMakeNetworks(), 'It needs root and network namespaces.')
  test.setTimeout(120_000)
  await using network = await makeNetwork(3)
  const start = (index: number) =>
    startSshd({
      ...{ address: network.addresses[index] ?? '', under: network.under(index) },
      ...{ user: {}, methods: ['password'] },
    })
  await using outer = await start(0)
  await using middle = await start(1)
  await using inner = await start(2)
  const nameOf = ({ user, address, port }: typeof inner) => `${user}@${address}:${port}`
  const jumps = [outer, middle].flatMap((sshd) => ['--jump', nameOf(sshd)])
  await addHost(workbench, 'db-1', ...where(inner), '--password', ...jumps)
  const { page } = workbench
  await goTo(page, 'Hosts')
  await page.getByRole('navigation', { name: 'Hosts' }).getByRole('link', { name: 'db-1' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Test connection' }).waitFor()
  await page.keyboard.press('t')

  const dialog = page.getByRole('dialog')
  const hops = [
    { sshd: outer, hop: 'jump 1 of 2' },
    { sshd: middle, hop: 'jump 2 of 2' },
    { sshd: inner, hop: '' },
  ]
  for (const { sshd, hop } of hops) {
    await expect(dialog).toContainText(sshd.hostKeys[0]?.fingerprint ?? 'no host key')
    await expect(dialog.getByRole('heading')).toHaveText(
      hop === '' ? 'Is this db-1?' : 'Is this the way to db-1?',
    )
    await expect(dialog).toContainText(`${hop === '' ? '' : `Hop${hop}`}Login${nameOf(sshd)}`)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('heading')).toHaveText(
      hop === '' ? 'Log in to db-1' : 'Log in on the way to db-1',
    )
    await expect(dialog).toContainText(`${hop === '' ? '' : `Hop${hop}`}Login${nameOf(sshd)}`)
    await page.keyboard.type(sshd.password)
    await page.keyboard.press('Enter')
  }
  const main = page.getByRole('main')
  await expect(main.getByText('It works.')).toBeVisible({ timeout: 60_000 })

  await inner.restart(['ed25519'])
  await page.keyboard.press('t')
  await expect(main.getByText(`It breaks at: host key, on ${nameOf(inner)}.`)).toBeVisible({
    timeout: 60_000,
  })
  await expect(main).toContainText('Somebody may be in between, or the host was installed anew.')
  await expect(main).toContainText(inner.hostKeys[0]?.fingerprint ?? 'no host key')
})
