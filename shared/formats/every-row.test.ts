/** Of each real file of the shared folder every row that must be read from it; folders of formats test their own. */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatById } from './registry.ts'
import { readCorpus } from './testing/corpus.ts'
import { profileLines } from './testing/profile-lines.ts'

const shared = new Set(readdirSync(new URL('fixtures/', import.meta.url)))

describe('every row is read', () => {
  it.each(readCorpus().filter(({ name }) => shared.has(name)))('from $name', async ({ id, name, bytes }) => {
    const parser = formatById(id).createParser()
    parser.push(bytes)
    const lines = profileLines(parser.finish())
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./expected/${name}.txt`)
  })
})
