import { describe, expect, it } from 'vitest'
import type { ConnectTest, TraceStep } from '../../../shared/model/connect-trace.ts'
import { type Host, hostDefaults } from '../../../shared/model/host.ts'
import { parseCommand } from '../arguments.ts'
import { makeEngine, makeInterrupts, makeTerminal } from '../cli-fixture.ts'
import { runHostsShow } from './hosts.ts'
import { runHostsTest } from './hosts-test.ts'

const host: Host = {
  ...hostDefaults,
  ...{ id: 'h1', kind: 'ssh', label: 'shop', address: '', port: 0, user: 'root', alias: 'shop' },
  ...{ authentication: { method: 'auto' }, spoolDirectory: '', createdAt: 0, probe: null },
  tags: ['eu', 'nginx'],
}
const step = (name: TraceStep['step'], change: Partial<TraceStep> = {}): TraceStep => ({
  ...{ step: name, hop: 0, hopName: 'deploy@bastion:22', state: 'done', took: 3, detail: '', remedy: '' },
  ...change,
})

const test = async (line: string, result: ConnectTest) => {
  const { client } = makeEngine({
    'hosts.list': async () => [host],
    'hosts.test': async (_, { report }) => {
      for (const one of result.steps) {
        report({ ...one, state: 'running', took: null })
        report(one)
      }
      return result
    },
  })
  const terminal = makeTerminal()
  const parsed = parseCommand(['hosts', ...line.split(' ')], 'ada')
  if (parsed.kind !== 'hosts-test') throw new Error('no test')
  const status = await runHostsTest(parsed, { client, terminal: terminal.terminal, ...makeInterrupts() })
  return { status, terminal }
}

describe('smokejumper hosts test', () => {
  const steps = [
    step('config', { detail: 'deploy@bastion:22 > root@web:22' }),
    step('banner', { detail: 'SSH-2.0-\u001b[31mOpenSSH' }),
    step('tcp', {
      ...{ hop: 1, hopName: 'root@web:22', state: 'failed', took: 12 },
      ...{ detail: 'Nothing listens on port 22.', remedy: 'Check the port.' },
    }),
  ]
  const error = { code: 'ssh.refused', message: 'Nothing listens.', remedy: 'Check the port.', facts: {} }

  it('prints each step once, hop by hop, where it breaks, and what to do', async () => {
    const { status, terminal } = await test('test shop', { passed: false, steps, error })
    expect(status).toBe(1)
    expect(terminal.printed.join('')).toBe(
      [
        'deploy@bastion:22',
        '  ok     config              3 ms  deploy@bastion:22 > root@web:22',
        '  ok     banner              3 ms  SSH-2.0-^[[31mOpenSSH',
        'root@web:22',
        '  FAILED tcp                12 ms  Nothing listens on port 22.',
        'It breaks at: tcp, on the way to root@web:22.',
        'Check the port.',
        '',
      ].join('\n'),
    )
  })

  it('ends with 0 when it works', async () => {
    const { status, terminal } = await test('test shop', {
      passed: true,
      steps: [step('probe')],
      error: null,
    })
    expect(status).toBe(0)
    expect(terminal.printed.at(-1)).toBe('It works.\n')
  })

  it('prints nothing but the result as JSON', async () => {
    const { status, terminal } = await test('test shop --json', { passed: false, steps, error })
    expect([status, terminal.json()]).toEqual([1, { passed: false, steps, error }])
  })
})

describe('smokejumper hosts show', () => {
  const meaning = {
    ...{ alias: 'shop', user: 'root', address: '10.0.0.3', port: 2222, jumps: ['bastion'] },
    ...{
      identityFiles: [],
      identitiesOnly: false,
      transport: 'ssh2' as const,
      file: 'c',
      line: 1,
      savedAs: 'h1',
    },
    notHonoured: [{ keyword: 'ProxyCommand', value: 'x', file: 'c', line: 2, why: 'It is a command.' }],
  }

  it('prints what is saved, and what its alias means now', async () => {
    const { client } = makeEngine({
      'hosts.list': async () => [host],
      'hosts.resolveAlias': async () => meaning,
    })
    const run = async (line: string) => {
      const terminal = makeTerminal()
      const parsed = parseCommand(['hosts', ...line.split(' ')], 'ada')
      if (parsed.kind !== 'hosts-show') throw new Error('no show')
      expect(await runHostsShow(parsed, { client, terminal: terminal.terminal, ...makeInterrupts() })).toBe(0)
      return terminal
    }
    expect((await run('show shop')).printed.join('')).toBe(
      [
        'id              h1',
        'label           shop',
        'destination     root@shop (ssh config)',
        'alias leads to  root@10.0.0.3:2222',
        'jumps           bastion',
        'login           auto',
        'transport       ssh2',
        'root            auto',
        'tags            eu, nginx',
        'probed          never',
        'not as in ssh   ProxyCommand: It is a command.',
        '',
      ].join('\n'),
    )
    expect((await run('show shop --json')).json()).toEqual({ ...host, meaning })
  })
})
