/** The borders between the layers, each tried with the linter itself: a wrong import fails, however it is written. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const project = fileURLToPath(new URL('../..', import.meta.url))
const biome = join(project, 'node_modules/@biomejs/biome/bin/biome')

const folder = mkdtempSync(join(tmpdir(), 'smokejumper-borders-'))
for (const name of ['biome.json', 'no-import-types.grit']) cpSync(join(project, name), join(folder, name))
afterAll(() => rmSync(folder, { recursive: true }))

/** What the linter says to a project that has only this file. */
const lint = (path: string, text: string): { status: number | null; says: string } => {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${text}\n`)
  const args = [biome, 'lint', '--error-on-warnings', '--vcs-enabled=false', path]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  rmSync(file)
  return { status, says: stdout + stderr }
}

const wrong = [
  ['shared/profile/new.ts', '../../electron/places.ts'],
  ['shared/profile/new.ts', '../../renderer/main.tsx'],
  ['shared/new.ts', 'node:fs'],
  ['shared/new.ts', 'react/jsx-runtime'],
  ['shared/formats/new.ts', '../../package.json'],
  ['renderer/capture/new.ts', '../../electron/engine/engine.ts'],
  ['renderer/new.ts', 'electron/renderer'],
  ['electron/engine/library/new.ts', 'electron'],
  ['electron/engine/library/new.ts', '../../browser/server.ts'],
  ['electron/engine/new.ts', '../places.ts'],
  ['electron/engine/library/new.ts', '../../../renderer/main.tsx'],
  ['electron/cli/commands/new.ts', 'electron'],
  ['electron/browser/new.ts', '../desktop/main.ts'],
  ['electron/new.ts', 'electron/main'],
  ['electron/desktop/new.ts', '../../renderer/main.tsx'],
] as const

describe('A wrong import', () => {
  it.each(wrong)('in %s of %s fails the lint', (path, module) => {
    const { status, says } = lint(path, `import '${module}'`)
    expect(says).toMatch(/noRestrictedImports/)
    expect(status).toBe(1)
  })

  it.each([
    (module: string) => `import type { A } from '${module}'\nexport type B = A`,
    (module: string) => `export const load = () => import('${module}')`,
    (module: string) => `export * from '${module}'`,
    (module: string) => `export type A = typeof import('${module}')`,
  ])('fails it however it is written', (write) => {
    const { status, says } = lint('shared/profile/new.ts', write('../../electron/places.ts'))
    expect(says).toMatch(/noRestrictedImports|seen by no rule about borders/)
    expect(status).toBe(1)
  })

  it('is not what every import is', () => {
    const right = lint('electron/engine/library/new.ts', `export * from '../../../shared/errors/errors.ts'`)
    expect(right.status).toBe(0)
    expect(lint('electron/desktop/new.ts', `export * from 'electron'`).status).toBe(0)
  })
})
