/** Gets ready what the tests need of the machine: programs from Debian's packages, and tracefs. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { findMissing } from './needed-programs.ts'

const APT_LIMIT_MS = 240_000
const TRACEFS = '/sys/kernel/tracing'

const runShown = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, {
    stdio: 'inherit',
    timeout: APT_LIMIT_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

/** What is still missing after everything was tried, in words; empty when all is there. */
export const provision = (): string[] => [...installPrograms(), ...mountTracefs()]

const installPrograms = (): string[] => {
  const missing = findMissing()
  if (missing.length === 0) return []
  const packages = [...new Set(missing.map(({ debianPackage }) => debianPackage))]
  if (process.getuid?.() === 0) {
    console.log(`Installing ${packages.join(', ')}`)
    runShown('apt-get', ['update', '-qq'])
    runShown('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages])
  }
  return findMissing().map(
    ({ program, debianPackage }) => `${program} is not here: install Debian's package ${debianPackage}.`,
  )
}

const isMounted = (): boolean =>
  readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[1] === TRACEFS)

const mountTracefs = (): string[] => {
  if (process.getuid?.() !== 0 || isMounted()) return []
  runShown('mount', ['-t', 'tracefs', 'tracefs', TRACEFS])
  return isMounted() ? [] : [`tracefs could not be mounted on ${TRACEFS}: the tracing tests need it.`]
}
