/** The connection that a person's own ssh holds open is used, and left as it is. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createConnections } from '../../electron/engine/transport/connections.ts'
import { hasSshd, type Sshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { hostOf, personAnswering } from './people.ts'
import { limit, setUpSsh, text } from './ssh-fixture.ts'

const { start, trust, folder, userFile, appFile } = setUpSsh()

/** `ssh -M` in the person's terminal, by their own configuration. */
const openMaster = async (sshd: Sshd) => {
  const ssh = join(folder(), '.ssh')
  mkdirSync(ssh, { mode: 0o700 })
  const config = join(ssh, 'config')
  const socket = join(folder(), 'cm')
  writeFileSync(
    config,
    [
      ...['Host web', `HostName ${sshd.address}`, `Port ${sshd.port}`, `User ${sshd.user}`],
      ...[`IdentityFile ${sshd.key.path}`, `UserKnownHostsFile ${userFile()}`],
      ...['Host *', 'ControlMaster auto', `ControlPath ${socket}-%r-%p`, ''],
    ].join('\n'),
    { mode: 0o600 },
  )
  const control = `${socket}-${sshd.user}-${sshd.port}`
  const child = spawn('ssh', ['-F', config, '-N', 'web'], { stdio: 'ignore' })
  await until('the master to listen', async () => existsSync(control))
  return {
    control,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    end: () =>
      execFileSync('ssh', ['-F', 'none', '-S', control, '-O', 'exit', '--', 'web'], { stdio: 'ignore' }),
  }
}

describe.skipIf(!hasSshd())('a live ControlMaster of the person', () => {
  it('carries everything, is not ended with us, and when it ends we know', async () => {
    const sshd = await start()
    trust(sshd)
    const master = await openMaster(sshd)
    // a key that the server does not take, and none of its keys known: nothing but the master gets in
    const host = hostOf(
      sshd,
      { method: 'key', path: sshd.strangeKey.path },
      { transport: 'system-ssh', alias: 'web', address: '', port: 0, user: '' },
    )
    writeFileSync(userFile(), '')
    const before = await sshd.log()
    const connections = createConnections({
      library: { getHost: async () => host },
      prompter: personAnswering(false),
      appKnownHostsPath: appFile(),
      homeDirectory: folder(),
      agentSocket: '',
    })
    try {
      const details: string[] = []
      const traced = await connections.openTraced('host', {
        signal: new AbortController().signal,
        onHops: () => undefined,
        onTrace: (_hop, step, state, detail = '') => void details.push(`${step} ${state} ${detail}`),
      })
      expect(details).toContain(
        `tcp done your ssh has a connection open (ControlPath ${master.control}), which is used`,
      )
      const { stdout, exitCode } = await traced.run('echo through; exit 4', limit)
      expect([text(stdout), exitCode]).toEqual(['through\n', 4])
      traced.close()
      expect(await traced.closed).toBeNull()
      expect(master.isAlive()).toBe(true)

      const opened = await connections.open('host', {})
      const runs = [1, 2, 3].map((status) => opened.run(`exit ${status}`, limit))
      expect((await Promise.all(runs)).map(({ exitCode: status }) => status)).toEqual([1, 2, 3])
      expect((await sshd.log()).slice(before.length)).not.toMatch(/Accepted|Connection from/)

      master.end()
      expect(await opened.closed).toMatchObject({
        code: 'ssh.connection-lost',
        message: expect.stringContaining('your ssh ended the connection that was shared'),
      })
      // and without it, our own connection is made anew, and asks
      await expect(connections.open('host', {})).rejects.toMatchObject({ code: 'hostkey.unknown' })
    } finally {
      connections.close()
      if (master.isAlive()) master.end()
    }
  })
})
