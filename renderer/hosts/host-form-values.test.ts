import { describe, expect, it } from 'vitest'
import { type Host, hostDefaults } from '../../shared/model/host.ts'
import { emptyHostForm, isAdvanced, readHostForm, valuesOfHost } from './host-form-values.ts'

const typed = { ...emptyHostForm, label: ' web-3 ', address: 'web-3.example.net', user: 'deploy' }

describe('the host form', () => {
  it('gives what the contract asks for', () => {
    expect(readHostForm({ ...typed, method: 'key', keyPath: ' ~/.ssh/id_ed25519 ' }).draft).toEqual({
      label: 'web-3',
      address: 'web-3.example.net',
      port: 22,
      user: 'deploy',
      authentication: { method: 'key', path: '~/.ssh/id_ed25519' },
      spoolDirectory: '',
      ...hostDefaults,
    })
    expect(readHostForm({ ...typed, method: 'password', identity: 'left behind' }, 'h1').draft).toMatchObject(
      {
        id: 'h1',
        authentication: { method: 'password' },
        identity: '',
      },
    )
  })

  it('reads lists, and leaves to the alias what is not given', () => {
    const values = {
      ...emptyHostForm,
      label: 'Shop',
      alias: 'shop',
      tags: 'eu, nginx ,',
      jumps: 'ops@edge:2222, inner',
    }
    expect(readHostForm({ ...values, identity: ' ~/.ssh/only.pub ' }).draft).toMatchObject({
      ...{ alias: 'shop', address: '', port: 0, user: '', tags: ['eu', 'nginx'] },
      ...{
        jumps: ['ops@edge:2222', 'inner'],
        identity: '~/.ssh/only.pub',
        authentication: { method: 'auto' },
      },
    })
  })

  it('shows a host as it was typed', () => {
    const { draft } = readHostForm({
      ...typed,
      port: '2222',
      group: 'G',
      tags: 'a, b',
      jumps: 'x',
      oldAlgorithms: true,
    })
    if (draft === null) throw new Error('it is refused')
    const host: Host = { ...hostDefaults, ...draft, id: 'h', kind: 'ssh', createdAt: 0, probe: null }
    const values = valuesOfHost(host)
    expect(values).toEqual({
      ...{
        ...typed,
        label: 'web-3',
        port: '2222',
        group: 'G',
        tags: 'a, b',
        jumps: 'x',
        oldAlgorithms: true,
      },
    })
    expect([isAdvanced(values), isAdvanced(typed)]).toEqual([true, false])
  })

  it('says at each field what is wrong with it', () => {
    const { errors } = readHostForm({
      ...emptyHostForm,
      label: ' ',
      address: 'deploy@web-3',
      port: '0x16',
      user: 'de ploy',
      method: 'key',
      keyPath: ' ',
      jumps: 'edge, -oProxyCommand=x',
      alias: 'a b',
      spoolDirectory: 'tmp',
    })
    expect(errors).toEqual({
      label: 'Give the host a label',
      alias: 'An alias has no spaces and does not begin with -',
      address: 'An address is a host name or an IP, without user, port or spaces',
      port: 'From 1 to 65535',
      user: 'A user name has no spaces, : or @',
      keyPath: 'Give the path of the private key, such as ~/.ssh/id_ed25519',
      jumps: 'A jump is user@host:port or an alias, without spaces',
      spoolDirectory: 'An absolute path, or empty',
    })
    expect(readHostForm({ ...emptyHostForm, label: '' }).errors).toEqual({
      label: 'Give the host a label',
      address: 'Give an address: a name or an IP',
      user: 'Give the user to log in as',
    })
  })
})
