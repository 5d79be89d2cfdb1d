import { describe, expect, it } from 'vitest'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { connectError } from './ssh-errors.ts'

const target = { user: 'deploy', name: '[web-3]:2222', address: 'web-3', port: 2222 }
const systemError = (code: string) => Object.assign(new Error(`connect ${code}`), { code })
const codeOf = (error: Error) => {
  const explained = connectError(target, error)
  return explained instanceof SmokejumperError ? explained.code : explained
}

describe('connectError', () => {
  it('has its own code, and something to do, for each way to fail', () => {
    expect(
      [
        'ENOTFOUND',
        'EAI_AGAIN',
        'ECONNREFUSED',
        'EHOSTUNREACH',
        'ENETUNREACH',
        'ETIMEDOUT',
        'ECONNRESET',
      ].map((code) => codeOf(systemError(code))),
    ).toEqual([
      'ssh.unresolved',
      'ssh.unresolved',
      'ssh.refused',
      'ssh.unreachable',
      'ssh.unreachable',
      'ssh.timeout',
      'ssh.not-ssh',
    ])
    expect(connectError(target, systemError('ENETUNREACH'))).toMatchObject({
      message: 'There is no way to web-3 from here (ENETUNREACH).',
      remedy: expect.stringContaining('VPN'),
      facts: { address: 'web-3', port: 2222, user: 'deploy', system: 'ENETUNREACH' },
    })
  })

  it('lets a refusal by one address win over the silence of another', () => {
    const both = new AggregateError([systemError('ENETUNREACH'), systemError('ECONNREFUSED')])
    expect(codeOf(both)).toBe('ssh.refused')
  })

  it('leaves what it does not know as it is', () => {
    const odd = systemError('EMFILE')
    expect(codeOf(odd)).toBe(odd)
  })
})
