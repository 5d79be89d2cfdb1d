import { spawn } from 'node:child_process'
import { foldNaively } from '../support/naive-fold.ts'
import { expect, test } from '../support/workbench.ts'
import { buildWorkload } from '../workloads/build.ts'

test('what the command line exports folded is the fold of the stored artifact', async ({ workbench }) => {
  test.setTimeout(120_000)
  const busy = spawn(buildWorkload('busy', workbench.person.folder), ['60'], { stdio: 'ignore' })
  try {
    const captured = await workbench.cli(
      ...['capture', '--host', 'this-machine', '--recipe', 'cpu-profile', '--seconds', '5', '--json'],
    )
    expect(captured.status, captured.stderr).toBe(0)
    const { id, state } = JSON.parse(captured.stdout.toString())
    expect(state).toBe('done')

    const folded = await workbench.cli('export', id, '--to', 'folded')
    expect(folded.status, folded.stderr).toBe(0)
    const raw = await workbench.cli('export', id, '--to', 'raw')
    const lines = folded.stdout.toString().trimEnd().split('\n').toSorted()
    expect(lines).toEqual(foldNaively(raw.stdout.toString()))
    expect(lines.some((line) => line.startsWith('busy;') && line.includes(';burn_outer;burn_inner '))).toBe(
      true,
    )

    const listed = await workbench.cli('list', '--json')
    expect(JSON.parse(listed.stdout.toString()).rows?.map((row: { id: string }) => row.id)).toContain(id)
  } finally {
    busy.kill()
  }
})
