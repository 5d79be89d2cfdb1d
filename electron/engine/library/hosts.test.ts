import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type HostDraft, hostDefaults, type ProbeReport, THIS_MACHINE } from '../../../shared/model/host.ts'
import { makeFolder, newCapture, openTestLibrary } from './library-fixture.ts'

const draft: HostDraft = {
  label: 'web-3',
  address: 'web-3.example',
  port: 22,
  user: 'deploy',
  authentication: { method: 'key', path: '~/.ssh/id_ed25519' },
  spoolDirectory: '',
}
const probe: ProbeReport = {
  at: 1,
  took: 20,
  facts: {
    ...{ hostname: 'web-3', kernel: '6.1', distribution: 'Debian 12', distributionId: 'debian', cpus: 2 },
    ...{
      architecture: 'x86_64',
      uptime: 5,
      user: 'deploy',
      uid: 1000,
      privilege: 'none',
      kptrRestrict: null,
    },
    ...{ perfEventParanoid: 2, cgroup: '2', spoolFree: 1e9, spoolDirectory: '/tmp', loadAverage: '0.1' },
  },
  abilities: [],
  raw: 'kernel=6.1',
}

describe('hosts', () => {
  it('begin with this machine, which can be neither changed nor removed', async () => {
    const library = await openTestLibrary()
    const [thisMachine, ...others] = await library.listHosts()
    expect(others).toEqual([])
    expect(thisMachine).toEqual({
      ...{ id: THIS_MACHINE, kind: 'this-machine', label: 'This machine', address: '', port: 0, user: '' },
      ...{ authentication: null, spoolDirectory: '', createdAt: expect.any(Number), probe: null },
      ...hostDefaults,
    })
    await expect(library.saveHost({ ...draft, id: THIS_MACHINE })).rejects.toMatchObject({
      code: 'host.invalid',
    })
    await expect(library.removeHost(THIS_MACHINE)).rejects.toMatchObject({ code: 'host.invalid' })
  })

  it('are saved, changed and removed; a probe is kept until the address changes', async () => {
    const path = join(makeFolder(), 'library.db')
    const before = await openTestLibrary(path)
    const saved = await before.saveHost(draft)
    expect(saved).toEqual({
      ...{ ...hostDefaults, ...draft, id: saved.id, kind: 'ssh' },
      ...{ createdAt: expect.any(Number), probe: null },
    })
    await before.saveProbe(saved.id, probe)
    await before.close()

    const library = await openTestLibrary(path)
    expect(await library.getHost(saved.id)).toEqual({ ...saved, probe })
    expect(await library.saveHost({ ...draft, id: saved.id, label: 'Web 3' })).toEqual({
      ...saved,
      label: 'Web 3',
      probe,
    })
    expect((await library.saveHost({ ...draft, id: saved.id, port: 2222 })).probe).toBeNull()
    await library.removeHost(saved.id)
    await expect(library.getHost(saved.id)).rejects.toMatchObject({ code: 'host.unknown' })
    await expect(library.removeHost(saved.id)).rejects.toMatchObject({ code: 'host.unknown' })
    await expect(library.saveProbe(saved.id, probe)).rejects.toMatchObject({ code: 'host.unknown' })
    await expect(library.saveHost({ ...draft, id: saved.id })).rejects.toMatchObject({ code: 'host.unknown' })
  })

  it('keep how they are reached; another jump, alias or address leads somewhere else', async () => {
    const library = await openTestLibrary()
    const access = {
      ...{
        alias: 'web',
        transport: 'system-ssh' as const,
        jumps: ['ops@edge:2222', 'inner'],
        identity: '~/.ssh/id',
      },
      ...{ oldAlgorithms: true, elevation: 'never' as const, group: 'Shop', tags: ['eu', 'nginx'] },
    } satisfies Partial<HostDraft>
    const wanted: HostDraft = {
      ...draft,
      address: '',
      port: 0,
      user: '',
      ...access,
      jumps: [...access.jumps],
      tags: [...access.tags, 'eu'],
    }
    const saved = await library.saveHost(wanted)
    expect(saved).toMatchObject({ address: '', port: 0, user: '', ...access })
    await library.saveProbe(saved.id, probe)
    const again = await library.saveHost({ ...wanted, id: saved.id, group: 'Shop 2', tags: [] })
    expect(again).toMatchObject({ group: 'Shop 2', tags: [], probe })
    expect((await library.saveHost({ ...wanted, id: saved.id, jumps: ['edge'] })).probe).toBeNull()
  })

  it('say where they are, or name an alias that does', async () => {
    const library = await openTestLibrary()
    for (const change of [{ address: '' }, { user: '' }, { port: 0 }, { address: '-oProxyCommand=x' }])
      await expect(library.saveHost({ ...draft, ...change })).rejects.toThrow()
    await expect(library.saveHost({ ...draft, jumps: ['-oProxyCommand=x'] })).rejects.toThrow()
  })

  it('leave their captures behind, but not a running one', async () => {
    const library = await openTestLibrary()
    const { id: hostId } = await library.saveHost(draft)
    await library.createCapture(newCapture({ hostId, hostLabel: 'web-3' }))
    await expect(library.removeHost(hostId)).rejects.toMatchObject({ code: 'capture.busy' })
    await library.setCaptureState('capture-1', 'done', 'over')
    await library.removeHost(hostId)
    expect(await library.getCapture('capture-1')).toMatchObject({ hostId: null, hostLabel: 'web-3' })
  })
})

it('settings have defaults, and keep what is changed', async () => {
  const path = join(makeFolder(), 'library.db')
  const before = await openTestLibrary(path)
  expect(await before.readSettings()).toEqual({ theme: 'system', graceSeconds: 60 })
  expect(await before.writeSettings({ theme: 'dark' })).toEqual({ theme: 'dark', graceSeconds: 60 })
  await before.close()
  expect(await (await openTestLibrary(path)).readSettings()).toEqual({ theme: 'dark', graceSeconds: 60 })
})
