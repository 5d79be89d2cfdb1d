import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { startApp } from '../support/running-app.ts'
import { expect, test } from '../support/workbench.ts'

/** Overwrites what lies in the middle of the file: pages of columns and raw output. */
const damage = (path: string): Buffer => {
  const bytes = readFileSync(path)
  const page = 4096
  const middle = Math.floor(bytes.length / page / 2) * page
  bytes.fill(0x5a, middle, middle + 8 * page)
  writeFileSync(path, bytes)
  return bytes
}

test('a damaged library is not touched: the page says so, asks, and recovers what can be read', async ({
  workbench,
}) => {
  const { person } = workbench
  const captures = () => workbench.page.getByRole('grid', { name: 'Captures' })
  await expect(captures()).toBeVisible()
  expect(await workbench.app.end('SIGINT')).toBe(0)
  const damaged = damage(person.library)

  // the command line says what the choices are, and chooses none
  const refused = await workbench.cli('list')
  expect([refused.status, refused.stdout.length]).toEqual([1, 0])
  expect(refused.stderr).toMatch(/is damaged.*--if-damaged recover/s)
  expect(readFileSync(person.library).equals(damaged)).toBe(true)

  await workbench.start()
  const { page } = workbench
  await expect(page.getByRole('heading', { name: 'The library is damaged' })).toBeVisible()
  await expect(page.getByText('A copy of it is kept')).toBeVisible()
  expect(readFileSync(person.library).equals(damaged)).toBe(true)
  await page.getByRole('button', { name: 'Recover' }).click()
  await expect(page.getByRole('heading', { name: /The library is recovered/ })).toBeVisible()
  await page.getByRole('button', { name: 'Open the library' }).click()
  await expect(captures().getByText('orderd: CPU before the fix')).toBeVisible()
  const kept = readdirSync(dirname(person.library)).filter((name) =>
    name.startsWith(`${basename(person.library)}.damaged-`),
  )
  expect(kept.map((name) => readFileSync(`${dirname(person.library)}/${name}`).equals(damaged))).toEqual([
    true,
  ])
})

test('a person who wants no recovery quits, and the file is as it was', async ({ workbench }) => {
  const { person } = workbench
  await expect(workbench.page.getByRole('grid', { name: 'Captures' })).toBeVisible()
  expect(await workbench.app.end('SIGINT')).toBe(0)
  const damaged = damage(person.library)
  await workbench.start()
  await workbench.page.getByRole('button', { name: 'Quit' }).click()
  expect(await workbench.ended()).toBe(0)
  expect(readFileSync(person.library).equals(damaged)).toBe(true)
})

test('commands are done by the workbench that has the library open, and seen there at once', async ({
  workbench,
}) => {
  const { page } = workbench
  await expect(page.getByRole('grid', { name: 'Captures' })).toBeVisible()
  const fixture = new URL('../../shared/formats/fixtures/perf-fp.txt', import.meta.url).pathname
  const imported = await workbench.cli('import', fixture)
  expect([imported.status, imported.stderr]).toEqual([
    0,
    expect.stringContaining('The workbench that has the library open does it'),
  ])
  await expect(page.getByRole('grid', { name: 'Captures' }).getByText('perf-fp.txt')).toBeVisible()
})

test('a second start on a library shows the first one', async ({ workbench, door }) => {
  const second = startApp(workbench.person)
  if (door === 'desktop') {
    await expect(second).rejects.toThrow('Its window is in front now.')
    return
  }
  const { url, ended } = await second
  expect(await ended).toBe(0)
  expect(url).toBe(workbench.app.url)
})
