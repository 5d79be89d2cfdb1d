import { spawn } from 'node:child_process'
import { goTo } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'
import { buildWorkload } from '../workloads/build.ts'

test('the lowest rung is taken, its cost is seen, and the next is one click away; all by keyboard', async ({
  workbench,
}) => {
  test.setTimeout(120_000)
  const { page, person } = workbench
  // of one small process: reading the symbols of all that runs here would be most of the test
  using busy = startBusy(person.folder)
  await goTo(page, 'Recipes')
  // a recipe starts at its lowest rung; arrows choose another, and the fields follow
  const rungs = page.getByRole('radiogroup', { name: 'Rung' })
  await expect(rungs.getByRole('radio', { checked: true })).toHaveAccessibleName('5 s at 19 Hz')
  await rungs.getByRole('radio', { checked: true }).press('ArrowRight')
  await expect(page.getByLabel('Rate')).toHaveValue('49')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByLabel('Duration')).toHaveValue('5')
  await expect(page.getByRole('main')).toContainText('5 s on This machine, at most 95 samples')

  await page.getByLabel('Processes').first().fill(String(busy.pid))

  // a limit of one's own, folded away until it is wanted
  await page.getByRole('button', { name: 'Limits' }).press('Enter')
  await page.getByLabel('Host busy').fill('x')
  await expect(page.getByRole('button', { name: 'Capture', exact: true })).toBeDisabled()
  await page.getByLabel('Host busy').fill('')
  await page.getByRole('button', { name: 'Capture', exact: true }).press('Enter')

  // while it runs: each use beside its limit, and where we are on the ladder
  const uses = page.getByRole('list', { name: 'What it uses of the host' })
  await expect(uses.getByRole('meter', { name: 'Tracer' })).toHaveAttribute('aria-valuetext', / of 25 %$/)
  await expect(uses.getByText('Host busy')).toBeVisible()
  const ladder = page.getByRole('list', { name: 'Ladder' })
  await expect(ladder.locator('[aria-current=step]')).toContainText('5 s at 19 Hz')
  const status = page.getByRole('region', { name: 'Running captures' })
  await expect(status.getByRole('meter', { name: 'Tracer' })).toBeVisible()

  // when it is done: what it cost beside what was expected, and the next rung
  const bar = page.getByRole('region', { name: 'Cost and next rung' })
  await expect(bar).toContainText(/tracer [\d.]+ %, expected [\d.]+ %/, { timeout: 60_000 })
  await expect(bar).toContainText(/most in/)
  await bar.getByRole('button', { name: 'Next: 15 s at 49 Hz' }).press('Enter')

  await expect(ladder.locator('[aria-current=step]')).toContainText('15 s at 49 Hz')
  await expect(ladder.getByRole('listitem').first()).toContainText(/tracer [\d.]+ %, .* samples, none lost/)
  await expect(ladder).toContainText('60 s at 99 Hz')
  await expect(uses.getByRole('meter', { name: 'Tracer' })).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Stop and keep' }).press('Enter')

  await expect(bar).toContainText('Rung 2 of 4', { timeout: 60_000 })
  await bar.getByRole('button', { name: /^Rung 2/ }).press('Enter')
  const before = ladder.getByRole('link', { name: '5 s at 19 Hz' })
  await before.press('Enter')
  await expect(bar).toContainText('Rung 1 of 4')
})

const startBusy = (folder: string) => {
  const program = spawn(buildWorkload('busy', folder), ['120', '30'], { stdio: 'ignore' })
  return { pid: program.pid ?? 0, [Symbol.dispose]: () => void program.kill('SIGKILL') }
}
