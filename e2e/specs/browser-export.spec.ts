import { readFile } from 'node:fs/promises'
import { openCapture } from '../support/pages.ts'
import { expect, test } from '../support/workbench.ts'

test('the browser saves what is exported', async ({ workbench }) => {
  const { page, person } = workbench
  await openCapture(page, 'orderd: CPU before the fix')
  for (const { item, name, starts } of [
    { item: /HTML/, name: /\.html$/, starts: '<!doctype html>' },
    { item: /Markdown/, name: /\.md$/, starts: '# orderd' },
    { item: /[Ff]olded/, name: /\.folded$/, starts: 'flusher' },
    { item: /[Rr]aw/, name: /\.txt$/, starts: '' },
  ])
    await test.step(item.source, async () => {
      await page.getByRole('button', { name: 'Export' }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: item }).click(),
      ])
      expect(download.suggestedFilename()).toMatch(name)
      const path = `${person.folder}/exported`
      await download.saveAs(path)
      const text = await readFile(path, 'utf8')
      expect(text.length).toBeGreaterThan(100)
      expect(text.slice(0, starts.length).toLowerCase()).toBe(starts.toLowerCase())
    })
})
