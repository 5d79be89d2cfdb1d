/** What was left on a host is taken over and stopped by the real command line. `npm run test:long` has ten minutes of it. */
import { execFileSync, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { adoptLater } from '../long/adopt-later.ts'
import { hasSshd, startSshd } from '../sshd/sshd.ts'
import { makePerson } from '../support/person.ts'
import { runCli } from '../support/run-cli.ts'
import { hasCommand, isRoot } from './capture-fixture.ts'

const canRun = isRoot && hasSshd() && hasCommand('perf')

describe.skipIf(!canRun).concurrent('the command line', () => {
  it('takes over a detached capture whose workbench was killed, to the last byte', async () => {
    const sleeper = spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' })
    try {
      const { adopted, spoolsLeft, status } = await adoptLater({
        recipes: [{ recipeId: 'cpu-profile', parameters: { hz: 49, pids: [sleeper.pid ?? 0] } }],
        ...{ recordSeconds: 8, aloneSeconds: 1, say: () => {} },
      })
      const [capture] = adopted
      expect([status, capture?.state, capture?.left, spoolsLeft]).toEqual([0, 'done', [], []])
      expect(capture?.events).toBeGreaterThan(0)
      expect(capture?.librarySha256).toBe(capture?.hostSha256)
    } finally {
      sleeper.kill()
    }
  })

  it('leaves a capture on a host, and stops everything there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'smokejumper-stop-'))
    await using sshd = await startSshd({ user: {} })
    const person = await makePerson()
    const [uid, gid] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, sshd.user])))
    if (uid === undefined || gid === undefined) throw new Error(`${sshd.user} is nobody`)
    const target = spawn('sleep', ['300'], { stdio: 'ignore', uid, gid })
    try {
      const base = join(folder, 'spools')
      await mkdir(base)
      for (const each of [folder, base]) await chmod(each, 0o777)
      await writeFile(
        join(person.home, '.ssh', 'known_hosts'),
        `[${sshd.address}]:${sshd.port} ${sshd.hostKeys[0]?.publicLine}\n`,
      )
      const cli = async (...args: string[]) => {
        const { status, stdout, stderr } = await runCli(person, args)
        expect(status, stderr).toBe(0)
        return stdout.toString()
      }
      await cli(
        ...['hosts', 'add', '--label', 'web-3', '--address', sshd.address, '--port', String(sshd.port)],
        ...['--user', sshd.user, '--key', sshd.key.path, '--spool', base],
      )
      const { captureId } = JSON.parse(
        await cli(
          ...[
            'capture',
            '--host',
            'web-3',
            '--recipe',
            'cpu-profile',
            '--seconds',
            '300',
            '--pid',
            String(target.pid),
          ],
          ...['--detach', '--json'],
        ),
      )
      const partial = JSON.parse(await cli('collect', captureId, '--partial', '--json'))
      expect([partial.state, partial.error.code]).toEqual(['interrupted', 'capture.detached'])
      const said = JSON.parse(await cli('stop', '--host', 'web-3', '--all', '--json'))
      expect(said).toEqual({ stopped: 1, still: 0, strays: 0 })
      // a process that slept has no samples, which is told by another status
      await runCli(person, ['collect', captureId])
      const { rows } = JSON.parse(await cli('list', '--json'))
      expect(rows.find(({ id }: { id: string }) => id === captureId).state).not.toBe('interrupted')
      expect(readdirSync(base)).toEqual([])
    } finally {
      target.kill()
      await person.remove()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
