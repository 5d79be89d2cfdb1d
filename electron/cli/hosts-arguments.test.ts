import { describe, expect, it } from 'vitest'
import { hostDefaults } from '../../shared/model/host.ts'
import { UsageError } from '../usage-error.ts'
import { parseCommand } from './arguments.ts'

const parse = (line: string) => parseCommand(['hosts', ...line.split(' ').filter(Boolean)], 'ada')
const head = { json: false, library: null, ifDamaged: null }

describe('smokejumper hosts', () => {
  it("saves a host as the empty form does: the person's own name, port 22, and every way to log in", () => {
    expect(parse('add --address 10.0.0.3')).toEqual({
      ...{ kind: 'hosts-add', ...head },
      draft: {
        ...hostDefaults,
        ...{ label: '10.0.0.3', address: '10.0.0.3', port: 22, user: 'ada', spoolDirectory: '' },
        authentication: { method: 'auto' },
      },
    })
  })

  it('saves all that the form has', () => {
    const line = [
      'add --address w --label web --port 2222 --user deploy --key /k --jump bastion --jump deploy@inner:2200',
      '--transport system-ssh --old-algorithms --elevation doas --group Shop --tag eu --tag nginx,edge --spool /var/tmp',
    ].join(' ')
    expect(parse(line)).toMatchObject({
      draft: {
        ...{ label: 'web', address: 'w', port: 2222, user: 'deploy', alias: '', identity: '' },
        authentication: { method: 'key', path: '/k' },
        ...{
          jumps: ['bastion', 'deploy@inner:2200'],
          transport: 'system-ssh',
          oldAlgorithms: true,
          elevation: 'doas',
        },
        ...{ group: 'Shop', tags: ['eu', 'nginx', 'edge'], spoolDirectory: '/var/tmp' },
      },
    })
    expect(parse('add --address w --agent --identity ~/.ssh/work.pub')).toMatchObject({
      draft: { authentication: { method: 'agent' }, identity: '~/.ssh/work.pub' },
    })
    expect(parse('add --address w --password')).toMatchObject({
      draft: { authentication: { method: 'password' } },
    })
  })

  it('leaves to an alias what is not said', () => {
    expect(parse('add --alias shop')).toMatchObject({
      draft: { label: 'shop', alias: 'shop', address: '', port: 0, user: '' },
    })
    expect(parse('add --alias shop --user root --port 2222')).toMatchObject({
      draft: { alias: 'shop', user: 'root', port: 2222 },
    })
  })

  it('shows, tests and removes one', () => {
    expect(parse('')).toEqual({ kind: 'hosts', ...head })
    for (const action of ['show', 'test', 'remove'])
      expect(parse(`${action} web`)).toEqual({ kind: `hosts-${action}`, host: 'web', ...head })
  })

  it.each([
    ['add', /--address is missing, or --alias/],
    ['add web', /An address goes behind --address, a name of the ssh config behind --alias/],
    ['add --address w --port 0', /--port/],
    ['add --address w --agent --password', /Choose one of --agent, --key and --password/],
    ['add --address w --password --identity k', /--identity .* no meaning/],
    ['add --address w --transport telnet', /--transport takes one of: ssh2, system-ssh/],
    ['add --address w --jump a;b', /--jump: A jump is user@host:port/],
    ['add --address a@b', /--address: An address is a host name or an IP/],
    ['add --address w --spool tmp', /--spool: An absolute path/],
    ['add --address w --elevate', /--elevate/],
    ['add --address w --elevation su', /--elevation takes one of: auto, sudo, doas, never/],
    ['--port 22', /--port belongs to "hosts add"/],
    ['show --tag x web', /--tag belongs to "hosts add"/],
    ['remove', /HOST is missing/],
    ['test a b', /What is "b"/],
    ['explode', /no "hosts explode"/],
  ])('"%s" is refused', (line, message) => {
    expect(() => parse(line)).toThrow(UsageError)
    expect(() => parse(line)).toThrow(message)
  })
})
