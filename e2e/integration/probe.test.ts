import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { listProcesses } from '../../electron/engine/probe/list-processes.ts'
import { probeHost } from '../../electron/engine/probe/probe-host.ts'
import { readResource } from '../../electron/engine/resources.ts'
import { createConnections } from '../../electron/engine/transport/connections.ts'
import { createLocalTransport } from '../../electron/engine/transport/local-transport.ts'
import type { Transport } from '../../electron/engine/transport/transport.ts'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { hasSshd, type SshdOptions, startSshd } from '../sshd/sshd.ts'
import { canMakeUsers } from '../sshd/user.ts'
import { hostOf, personAnswering } from './people.ts'

const script = await readResource(join(import.meta.dirname, '../../resources'), 'remote/probe.sh')
const signal = new AbortController().signal
const probe = (transport: Transport, spoolDirectory = '') =>
  probeHost(transport, { script, spoolDirectory, signal })

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})
const connect = async (options: SshdOptions) => {
  const sshd = await startSshd(options)
  cleanups.push(() => sshd[Symbol.asyncDispose]())
  const connections = createConnections({
    library: { getHost: async () => hostOf(sshd) },
    prompter: personAnswering(true),
    appKnownHostsPath: join(sshd.directory, 'known_hosts'),
    userKnownHostsPath: join(sshd.directory, 'none'),
  })
  cleanups.push(() => connections.close())
  return { sshd, transport: await connections.open('host', {}) }
}

/** Runs everything with another shell, as a host with that /bin/sh would. */
const withShell = (shell: string): Transport => {
  const local = createLocalTransport()
  return {
    ...local,
    run: (text, options) => local.run(`${shell} -s <<'END_OF_SCRIPT'\n${text}\nEND_OF_SCRIPT`, options),
  }
}
const shells = ['dash', 'bash', 'busybox sh', 'mksh', 'ksh'].filter((shell) =>
  ['/bin', '/usr/bin'].some((folder) => existsSync(join(folder, shell.split(' ')[0] ?? ''))),
)

describe('the probe of this machine', () => {
  it('says what is true here, within seconds', async () => {
    const connections = createConnections({
      library: { getHost: () => Promise.reject(new Error('not asked')) },
      prompter: personAnswering(),
      appKnownHostsPath: '/nowhere',
    })
    const report = await probe(await connections.open(THIS_MACHINE, {}))
    const uid = process.getuid?.() ?? -1
    expect(report.facts).toMatchObject({
      hostname: hostname(),
      uid,
      kernel: execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim(),
    })
    expect(report.facts.privilege === 'root').toBe(uid === 0)
    expect(report.facts.spoolFree).toBeGreaterThan(0)
    expect(report.took).toBeLessThan(10_000)
    expect(report.abilities.filter(({ state, remedy }) => (state === 'yes') !== (remedy === ''))).toEqual([])
    expect(report.raw.split('\n')[0]).toBe('probe.version=1')
  })

  for (const shell of shells)
    it(`says the same in ${shell}`, async () => {
      const [mine, theirs] = [await probe(createLocalTransport()), await probe(withShell(shell))]
      expect(theirs.abilities.map(({ id, state }) => [id, state])).toEqual(
        mine.abilities.map(({ id, state }) => [id, state]),
      )
    })

  it('looks at the spool directory that is wanted, and finds none that is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), "smokejumper probe'"))
    cleanups.push(() => rm(folder, { recursive: true, force: true }))
    expect((await probe(createLocalTransport(), folder)).facts.spoolDirectory).toBe(folder)
    // nothing was left there
    expect(await readdir(folder)).toEqual([])
    const { facts, abilities } = await probe(createLocalTransport(), '/no such folder')
    expect(facts.spoolDirectory).toBe('')
    expect(abilities.find(({ id }) => id === 'spool')?.state).toBe('no')
  })
})

describe.skipIf(!hasSshd() || !canMakeUsers())('the probe over ssh', () => {
  const bashrc = 'echo "welcome to NONCE begin"; echo noise >&2; cat /etc/hostname\n'

  it('tells a user without privileges what only root may', async () => {
    const { sshd, transport } = await connect({ user: { bashrc } })
    const report = await probe(transport)
    expect(report.facts).toMatchObject({ user: sshd.user, privilege: 'none' })
    const state = (id: string) => report.abilities.find((ability) => ability.id === id)?.state
    expect(state('bpftrace')).not.toBe('yes')
    expect(state('perf.system-wide')).toBe((report.facts.perfEventParanoid ?? 9) <= 0 ? 'yes' : 'no')
    expect(report.raw).not.toContain('root.')
  })

  it('reads with sudo -n what root can read', async () => {
    const { transport } = await connect({ user: { sudo: true, bashrc } })
    const report = await probe(transport)
    expect(report.facts.privilege).toBe('sudo')
    const asRoot = await probe(createLocalTransport())
    expect(report.abilities.map(({ id, state }) => [id, state])).toEqual(
      asRoot.abilities.map(({ id, state }) => [id, state]),
    )
  })

  it('says when there is no shell', async () => {
    await expect(connect({ user: { shell: '/usr/sbin/nologin' } })).rejects.toMatchObject({
      code: 'ssh.not-a-shell',
      message: expect.stringContaining('not available'),
    })
  })
})

describe('listProcesses', () => {
  const sleeper = () => {
    const child = spawn('sleep', ['12345'], { stdio: 'ignore' })
    cleanups.push(() => child.kill('SIGKILL'))
    return child.pid
  }
  it('lists what runs, and not what looked', async () => {
    const pid = sleeper()
    const processes = await listProcesses(createLocalTransport(), signal)
    expect(processes.find((one) => one.pid === pid)).toMatchObject({
      pid,
      ppid: process.pid,
      comm: 'sleep',
      command: 'sleep 12345',
      user: execFileSync('id', ['-un'], { encoding: 'utf8' }).trim(),
    })
    expect(processes.map((one) => one.pid)).toEqual(processes.map((one) => one.pid).toSorted((a, b) => a - b))
    expect(processes.filter((one) => one.command.startsWith('ps -'))).toEqual([])
  })

  it('reads /proc where there is no ps', async () => {
    const pid = sleeper()
    const local = createLocalTransport()
    const withoutPs: Transport = {
      ...local,
      run: (text, options) => local.run(`ps() { return 1; }\n${text}`, options),
    }
    const processes = await listProcesses(withoutPs, signal)
    expect(processes.find((one) => one.pid === pid)).toMatchObject({
      ppid: process.pid,
      comm: 'sleep',
      command: 'sleep 12345',
      user: execFileSync('id', ['-un'], { encoding: 'utf8' }).trim(),
    })
    const known = new Set((await listProcesses(local, signal)).map((one) => one.pid))
    expect(processes.filter((one) => known.has(one.pid)).length).toBeGreaterThan(known.size / 2)
  })
})
