import { readdirSync, readFileSync } from 'node:fs'
import { bpftraceSyscalls } from './bpftrace-syscalls.ts'
import { perfScript } from './perf-script.ts'
import { describeDamage } from './testing/battery.ts'

const fixtures = new URL('./fixtures/', import.meta.url)
const fixturesOf = (prefix: string): ReadonlyMap<string, Uint8Array> =>
  new Map(
    readdirSync(fixtures)
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name, new Uint8Array(readFileSync(new URL(name, fixtures)))]),
  )

describeDamage(perfScript, fixturesOf('perf-'))
describeDamage(bpftraceSyscalls, fixturesOf('bpftrace-syscalls'))
