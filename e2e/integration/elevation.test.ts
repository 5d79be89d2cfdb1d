import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { probeHost } from '../../electron/engine/probe/probe-host.ts'
import { type Host, transports } from '../../shared/model/host.ts'
import { hasSshd } from '../sshd/sshd.ts'
import { canMakeUsers } from '../sshd/user.ts'
import { hostOf, personAnswering } from './people.ts'
import { limit, setUpSsh, text } from './ssh-fixture.ts'

const { start, trust, connectionsTo, folder } = setUpSsh()

const readProbe = async () => ({
  script: await readFile(new URL('../../resources/remote/probe.sh', import.meta.url), 'utf8'),
  spoolDirectory: '',
  signal: new AbortController().signal,
})

describe.skipIf(!hasSshd() || !canMakeUsers())('becoming root', () => {
  it('with the password that sudo wants, asked for once, and never where anybody sees it', async () => {
    const sshd = await start({ user: { sudo: 'password' } })
    trust(sshd)
    for (const transport of transports) {
      const person = personAnswering('wrong', sshd.password)
      const connections = connectionsTo(hostOf(sshd, undefined, { transport }), person)
      const opened = await connections.open('host', {})
      const script =
        'id -u; tr "\\0" " " </proc/*/cmdline 2>/dev/null; cat /proc/[0-9]*/cmdline; echo err >&2; exit 7'
      const runs = await Promise.all([1, 2].map(() => opened.run(script, { ...limit, elevate: true })))
      for (const { exitCode, stdout, stderr } of runs) {
        expect([exitCode, text(stdout).slice(0, 2), text(stderr).slice(-4)]).toEqual([7, '0\n', 'err\n'])
        expect(text(stdout) + text(stderr)).not.toContain(sshd.password)
      }
      expect(person.questions).toMatchObject([
        { question: `Password of ${sshd.user} for sudo on 127.0.0.1`, attempt: 1, attempts: 3 },
        { attempt: 2 },
      ])
      connections.drop('host')
    }
  })

  it('fails with the reason: wrong passwords, a dismissed question, no right to sudo', async () => {
    const sshd = await start({ user: { sudo: 'password' } })
    const other = await start({ user: {} })
    const failure = async (at: typeof sshd, ...answers: (string | null)[]) => {
      trust(at)
      const opened = await connectionsTo(hostOf(at), personAnswering(...answers)).open('host', {})
      return opened.run('id -u', { ...limit, elevate: true }).catch((error: unknown) => error)
    }
    expect(await failure(sshd, 'a', 'b', 'c')).toMatchObject({
      code: 'sudo.refused',
      message: expect.stringContaining('refused the password 3 times'),
    })
    expect(await failure(sshd, null)).toMatchObject({ code: 'prompt.dismissed' })
    // sudo says whether somebody may use it only after it knows who it is
    expect(await failure(other, other.password)).toMatchObject({
      code: 'sudo.refused',
      message: expect.stringContaining('is not in the sudoers file'),
    })
  })

  it('with doas, which takes no password from us', async () => {
    const sshd = await start({ user: { doas: 'nopass' } })
    const other = await start({ user: { doas: 'password' } })
    trust(sshd)
    for (const transport of transports) {
      const connections = connectionsTo(hostOf(sshd, undefined, { transport }), personAnswering())
      const opened = await connections.open('host', {})
      const { exitCode, stdout, stderr } = await opened.run('id -u; echo err >&2; exit 7', {
        ...limit,
        elevate: true,
      })
      expect([exitCode, text(stdout), text(stderr)]).toEqual([7, '0\n', 'err\n'])
      connections.drop('host')
    }
    trust(other)
    const opened = await connectionsTo(hostOf(other), personAnswering(null)).open('host', {})
    // sudo is here too, and asks; where it is not, doas is what is told
    await expect(opened.run('id -u', { ...limit, elevate: true })).rejects.toMatchObject({
      code: 'prompt.dismissed',
    })
  })

  it('only as it is chosen for the host, or never', async () => {
    const sshd = await start({ user: { sudo: true } })
    trust(sshd)
    const as = async (elevation: Host['elevation']) => {
      const host = hostOf(sshd, undefined, { elevation })
      const opened = await connectionsTo(host, personAnswering()).open('host', {})
      const { facts, raw } = await probeHost(opened, { ...(await readProbe()), elevation })
      const root = await opened.run('id -u', { ...limit, elevate: true }).then(
        ({ stdout }) => text(stdout),
        ({ code, message }: Error & { code: string }) => `${code}: ${message}`,
      )
      return { privilege: facts.privilege, hasAsked: raw.includes('sudo.said='), root }
    }
    expect(await as('sudo')).toEqual({ privilege: 'sudo', hasAsked: false, root: '0\n' })
    expect(await as('doas')).toMatchObject({ privilege: 'none', hasAsked: false })
    expect(await as('never')).toEqual({
      ...{ privilege: 'none', hasAsked: false },
      root: 'sudo.refused: Nobody becomes root on 127.0.0.1: it is chosen so for this host.',
    })
  })

  it('without sudo, says what doas said', async () => {
    const programs = (...hidden: string[]): string => {
      const path = join(folder(), `without-${hidden.join('-')}`)
      mkdirSync(path)
      // a test's folder is its owner's alone
      chmodSync(folder(), 0o755)
      for (const name of readdirSync('/usr/bin').filter((one) => !hidden.includes(one)))
        symlinkSync(join('/usr/bin', name), join(path, name))
      return path
    }
    const failure = async (path: string) => {
      const sshd = await start({ config: [`SetEnv PATH=${path}`], user: { doas: 'password' } })
      trust(sshd)
      const opened = await connectionsTo(hostOf(sshd), personAnswering()).open('host', {})
      return opened.run('id -u', { ...limit, elevate: true }).catch((error: unknown) => error)
    }
    expect(await failure(programs('sudo'))).toMatchObject({
      code: 'sudo.refused',
      message: expect.stringMatching(/^doas on .* does not let .* become root without a password: /),
      remedy: expect.stringContaining('nopass'),
    })
    expect(await failure(programs('sudo', 'doas'))).toMatchObject({
      code: 'sudo.refused',
      message: expect.stringContaining('has neither sudo nor doas'),
    })
  })

  it('is offered by the probe where a password would do, and not again to who declined', async () => {
    const sshd = await start({ user: { sudo: 'password' } })
    trust(sshd)
    const probe = await readProbe()
    const person = personAnswering(sshd.password, null)
    const connections = connectionsTo(hostOf(sshd), person)
    const opened = await connections.open('host', {})
    const report = await probeHost(opened, probe)
    expect([report.facts.privilege, report.facts.uid > 0, report.facts.user]).toEqual([
      'sudo',
      true,
      sshd.user,
    ])
    expect(report.raw).toContain('root.uid=0\n')
    expect((await probeHost(opened, probe)).facts.privilege).toBe('sudo')
    expect(person.questions).toHaveLength(1)

    connections.drop('host')
    const again = await connections.open('host', {})
    expect((await probeHost(again, probe)).facts.privilege).toBe('none')
    expect((await probeHost(again, probe)).facts.privilege).toBe('none')
    expect(person.questions).toHaveLength(2)
  })
})
