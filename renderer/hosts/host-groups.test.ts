import { describe, expect, it } from 'vitest'
import { type Host, hostDefaults } from '../../shared/model/host.ts'
import { formatDestination } from './destination.ts'
import { groupsOf, listHosts, noFilter, tagsOf } from './host-groups.ts'

const host = (label: string, change: Partial<Host> = {}): Host => ({
  ...hostDefaults,
  ...{ id: label, kind: 'ssh', label, address: `${label}.example`, port: 22, user: 'ada' },
  ...{ authentication: { method: 'auto' }, spoolDirectory: '', createdAt: 0, probe: null },
  ...change,
})
const hosts = [
  host('this', { kind: 'this-machine', address: '', user: '' }),
  host('web-2', { group: 'Shop 10', tags: ['eu', 'nginx'] }),
  host('db', { group: 'Shop 2', tags: ['eu'] }),
  host('lone', { port: 2222 }),
  host('web-1', { group: 'Shop 10', tags: ['us'], alias: 'w1', jumps: ['ops@edge'] }),
]
const labels = (filter = noFilter) => listHosts(hosts, filter).map(({ label }) => label)

describe('the list of hosts', () => {
  it('has those without a group first, then group after group', () => {
    expect(labels()).toEqual(['this', 'lone', 'db', 'web-2', 'web-1'])
    expect(groupsOf(hosts)).toEqual(['Shop 2', 'Shop 10'])
  })

  it('is narrowed by words, wherever they stand, and by tags, all of which must be there', () => {
    expect(labels({ text: ' SHOP web', tags: new Set() })).toEqual(['web-2', 'web-1'])
    expect(labels({ text: 'edge', tags: new Set() })).toEqual(['web-1'])
    expect(labels({ text: '', tags: new Set(['eu']) })).toEqual(['db', 'web-2'])
    expect(labels({ text: '', tags: new Set(['eu', 'nginx']) })).toEqual(['web-2'])
    expect(labels({ text: 'nothing', tags: new Set() })).toEqual([])
  })

  it('counts tags', () => {
    expect(tagsOf(hosts)).toEqual([
      { tag: 'eu', count: 2 },
      { tag: 'nginx', count: 1 },
      { tag: 'us', count: 1 },
    ])
  })

  it('says where each leads', () => {
    expect(hosts.map(formatDestination)).toEqual([
      'no SSH needed',
      'ada@web-2.example',
      'ada@db.example',
      'ada@lone.example:2222',
      'ops@edge > ada@w1 (ssh config)',
    ])
  })
})
