/** Network namespaces in a row, each reachable only from the one before it; the first from here. Needs root. */

import { spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { run } from './run.ts'

export interface Network extends AsyncDisposable {
  /** of each namespace, as the one before it sees it */
  readonly addresses: readonly string[]
  /** for `under` of sshd */
  readonly under: (index: number) => readonly string[]
}

export const canMakeNetworks = (): boolean => {
  if (process.getuid?.() !== 0) return false
  return spawnSync('unshare', ['-n', 'true']).status === 0
}

export const makeNetwork = async (count: number): Promise<Network> => {
  const id = randomBytes(3).toString('hex')
  const base = `10.${randomInt(64, 250)}.${randomInt(0, 250)}`
  const names = Array.from({ length: count }, (_, index) => `sj${id}${index}`)
  const addresses: string[] = []
  const within = (name: string | undefined, ...command: string[]) =>
    name === undefined ? run('ip', command) : run('ip', ['-n', name, ...command])
  const network: Network = {
    addresses,
    under: (index) => ['ip', 'netns', 'exec', names[index] ?? ''],
    async [Symbol.asyncDispose]() {
      // with the links that end in them
      for (const name of names) await run('ip', ['netns', 'del', name]).catch(() => undefined)
    },
  }
  try {
    for (const [index, name] of names.entries()) {
      const [near, far] = [`sj${id}n${index}`, `sj${id}f${index}`]
      const before = names[index - 1]
      await run('ip', ['netns', 'add', name])
      await within(before, 'link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name)
      await within(before, 'addr', 'add', `${base}.${index * 4 + 1}/30`, 'dev', near)
      await within(before, 'link', 'set', near, 'up')
      await within(name, 'addr', 'add', `${base}.${index * 4 + 2}/30`, 'dev', far)
      await within(name, 'link', 'set', far, 'up')
      await within(name, 'link', 'set', 'lo', 'up')
      addresses.push(`${base}.${index * 4 + 2}`)
    }
  } catch (error) {
    await network[Symbol.asyncDispose]()
    throw error
  }
  return network
}
