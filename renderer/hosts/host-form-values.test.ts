import { describe, expect, it } from 'vitest'
import { hostDefaults } from '../../shared/model/host.ts'
import { emptyHostForm, readHostForm } from './host-form-values.ts'

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
    expect(readHostForm({ ...typed, method: 'password' }, 'h1').draft).toMatchObject({
      id: 'h1',
      authentication: { method: 'password' },
    })
  })

  it('says at each field what is wrong with it', () => {
    const { errors } = readHostForm({
      label: ' ',
      address: 'deploy@web-3',
      port: '0x16',
      user: 'de ploy',
      method: 'key',
      keyPath: ' ',
      spoolDirectory: 'tmp',
    })
    expect(errors).toEqual({
      label: 'Give the host a label',
      address: 'An address is a host name or an IP, without user, port or spaces',
      port: 'From 1 to 65535',
      user: 'A user name has no spaces, : or @',
      keyPath: 'Give the path of the private key, such as ~/.ssh/id_ed25519',
      spoolDirectory: 'An absolute path, or empty',
    })
  })
})
