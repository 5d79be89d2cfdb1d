import { expect, it } from 'vitest'
import { parseCommand } from './arguments.ts'

const parse = (...argv: string[]) => parseCommand(argv, 'ada')
const capture = (...argv: string[]) => parse('capture', '--recipe', 'cpu-profile', ...argv)

it('a capture has a command that is run meanwhile, as it was typed', () => {
  expect(capture()).not.toHaveProperty('workload')
  expect(
    capture('--workload', `curl -s 'http://localhost/?q=a b' | wc -c`, '--stop-with-workload'),
  ).toMatchObject({
    workload: { command: `curl -s 'http://localhost/?q=a b' | wc -c`, stopWhenDone: true },
  })
  expect(
    capture('--workload', 'x', '--workload-after', '3', '--workload-to-its-end', '--workload-as-root'),
  ).toMatchObject({ workload: { command: 'x', startAfterSeconds: 3, toItsOwnEnd: true, asRoot: true } })
})

it('what makes no sense is refused', () => {
  expect(() => capture('--stop-with-workload')).toThrow(
    '--stop-with-workload has a meaning with --workload only.',
  )
  expect(() => capture('--workload', 'a\nb')).toThrow('One line: join commands by ; or &&')
  expect(() => capture('--workload', ' ')).toThrow('--workload')
})

it('a marker has a text, and one capture or all that run', () => {
  expect(parse('mark', 'deployed 1.2')).toMatchObject({ kind: 'mark', text: 'deployed 1.2', captureId: null })
  expect(parse('mark', 'deployed', '--capture', 'abc')).toMatchObject({ captureId: 'abc' })
  expect(() => parse('mark')).toThrow('The text is missing.')
  expect(() => parse('mark', 'two', 'words')).toThrow('put it into quotes')
})
