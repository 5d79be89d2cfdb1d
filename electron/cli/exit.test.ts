import { describe, expect, it } from 'vitest'
import { cancellation, SmokejumperError } from '../../shared/errors/errors.ts'
import { RemoteBug } from '../../shared/rpc/wire-error.ts'
import { UsageError } from '../usage-error.ts'
import { makeTerminal } from './cli-fixture.ts'
import { reportError } from './exit.ts'

const expected = new SmokejumperError({
  code: 'ssh.refused',
  message: 'web-3\u001b[2J refused.',
  remedy: 'Check the port.',
  facts: { port: 22 },
})
const bug = new RemoteBug({ reference: 'ab', message: 'TypeError: x', details: 'at y' })

describe('a command that does not end well', () => {
  it.each([
    ['an error with a remedy', expected, 1, /^smokejumper: web-3\^\[\[2J refused\.\nCheck the port\.$/],
    ['a wrong usage', new UsageError('--x is missing.'), 2, /--x is missing\.\n.*--help/],
    ['a bug', bug, 70, /bug in Smokejumper[\s\S]*at y/],
    ['Ctrl-C', cancellation(), 130, /cancelled/],
  ])('says %s on stderr', async (_, error, status, note) => {
    const { terminal, notes, printed } = makeTerminal()
    expect(await reportError(error, false, terminal)).toBe(status)
    expect(notes.join('\n')).toMatch(note)
    expect(printed).toEqual([])
  })

  it('with --json is one document on stdout', async () => {
    const { terminal, json } = makeTerminal()
    await reportError(expected, true, terminal)
    expect(json()).toEqual({
      error: {
        kind: 'expected',
        code: 'ssh.refused',
        message: 'web-3\u001b[2J refused.',
        remedy: 'Check the port.',
        facts: { port: 22 },
      },
    })
  })
})
