import { describe, expect, it } from 'vitest'
import { parseListing } from './host-spools.ts'

const about = JSON.stringify({
  ...{
    format: 1,
    captureId: '1abcdefghj',
    name: 'night',
    recipeId: 'cpu-profile',
    parameters: { seconds: 60 },
  },
  ...{ plannedSeconds: 60, startedAt: 1_700_000_000_000, detached: true, startedBy: 'ada@laptop' },
})
const status = 'state=recording\nspool_bytes=500\nelapsed_ms=1500\nclient_ms=2500\nend=1'
const listing = (directory: string, said: string) =>
  `\nN spool\ndirectory=${directory}\nsupervisor_running=yes\n${status}\nabout=${said}\n`

describe('what is on a host', () => {
  it('is told by the spools there and by the processes that nobody looks after', () => {
    const stray = '\nN stray\npid=77\nstart=5\ndirectory=/var/tmp/smokejumper-0/x\ncommand=perf record -a \n'
    const text = `${listing('/var/tmp/smokejumper-0/1abcdefghj', about)}${stray}`
    expect(parseListing(text, 'N', true, 'boot')).toEqual({
      spools: [
        {
          ...{ captureId: '1abcdefghj', directory: '/var/tmp/smokejumper-0/1abcdefghj', elevated: true },
          ...{ hostBootId: 'boot', about: JSON.parse(about), name: 'night', recipeId: 'cpu-profile' },
          ...{ startedBy: 'ada@laptop', startedAt: 1_700_000_000_000, detached: true, state: 'recording' },
          ...{ running: true, elapsedSeconds: 1.5, plannedSeconds: 60, bytes: 500, clientSeconds: 2.5 },
        },
      ],
      strays: [{ pid: 77, elevated: true, command: 'perf record -a', directory: '/var/tmp/smokejumper-0/x' }],
    })
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '{"format":1'],
    ['a later format', about.replace('"format":1', '"format":2')],
    ['that it is another capture', about.replace('1abcdefghj', '1abcdefghk')],
  ])('cannot be taken over when a spool says of itself %s', (_what, said) => {
    const { spools } = parseListing(listing('/tmp/smokejumper-0/1abcdefghj', said), 'N', false, 'boot')
    expect(spools).toMatchObject([
      { captureId: '1abcdefghj', about: null, name: '', recipeId: '', running: true },
    ])
  })

  it('is one spool where a folder has two names', () => {
    const text = ['/tmp', '/private/tmp']
      .map((base) => listing(`${base}/smokejumper-0/1abcdefghj`, about))
      .join('')
    expect(parseListing(text, 'N', false, 'boot').spools.map(({ directory }) => directory)).toEqual([
      '/tmp/smokejumper-0/1abcdefghj',
    ])
  })
})
