/** The supervisor in each shell that a host may have for its sh. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostScripts, loadHostScripts } from '../../electron/engine/capture/host-scripts.ts'
import { listSpools } from '../../electron/engine/capture/host-spools.ts'
import {
  type Job,
  pollSpool,
  type Reach,
  removeSpool,
  requestStop,
  startSpool,
} from '../../electron/engine/capture/spool.ts'
import type { SpoolStatus } from '../../electron/engine/capture/spool-status.ts'
import { createLocalTransport } from '../../electron/engine/transport/local-transport.ts'
import { until } from '../sshd/until.ts'
import { hasCommand, resourcesDirectory } from './capture-fixture.ts'
import { startedFor } from './fault-fixture.ts'

let folder: string
let scripts: HostScripts
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smokejumper-shells-'))
  scripts = await loadHostScripts(join(resourcesDirectory, 'remote'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const job = (record: string): Job => ({
  ...{ deadlineSeconds: 60, graceSeconds: 30, budgetBytes: 1e6, floorBytes: 0, renderSeconds: 10 },
  ...{ targets: [], stopSignals: ['INT'], record, render: null, recorded: null, environment: '' },
  ...{ about: '{}', files: new Map() },
})

describe.each([
  ['dash', '/usr/bin/dash'],
  ['bash', '/usr/bin/bash'],
  ['busybox', '/usr/bin/busybox'],
])('a supervisor of %s', (name, shell) => {
  it.skipIf(!hasCommand(shell))(
    'runs two tools at once, each for itself: one to its end, one until it is stopped',
    async () => {
      const path = join(folder, name)
      mkdirSync(path)
      symlinkSync(shell, join(path, 'sh'))
      const { PATH } = process.env
      process.env.PATH = `${path}:${PATH}`
      try {
        const reach: Reach = { transport: createLocalTransport(), scripts, elevate: false }
        const spoolOf = (id: string) => ({
          ...{ directory: join(folder, `smokejumper-${process.getuid?.()}`, `${name}${id}`) },
          ...{ hostBootId: '', elevated: false },
        })
        const [short, long] = [spoolOf('short'), spoolOf('long')]
        await startSpool(reach, short, job('printf "one\\ntwo\\n"'), true)
        await startSpool(
          reach,
          long,
          job('sh -c "trap \'echo flushed; exit 3\' INT; echo on; while :; do sleep 0.2; done"'),
          true,
        )
        const listed = await listSpools(reach, [folder])
        expect(listed.spools.map(({ directory }) => directory)).toEqual(
          expect.arrayContaining([short.directory, long.directory]),
        )
        const finished = async (spool: typeof short): Promise<{ status: SpoolStatus; text: string }> => {
          let last: { status: SpoolStatus; text: string } | null = null
          await until(
            'the supervisor to finish',
            async () => {
              const poll = await pollSpool(reach, spool, 0)
              if (poll.gone || poll.status?.state !== 'finished') return false
              last = { status: poll.status, text: new TextDecoder().decode(poll.data) }
              return true
            },
            60_000,
          )
          if (last === null) throw new Error('it has not finished')
          return last
        }
        const first = await finished(short)
        expect(first.text).toBe('one\ntwo\n')
        expect(first.status).toMatchObject({ ending: 'exit', toolExit: 0, artifactBytes: 8 })
        expect(first.status.sha256).toMatch(/^[0-9a-f]{64}$/)
        await until(
          'the other to be on',
          () => readFileSync(join(long.directory, 'artifact'), 'utf8') === 'on\n',
        )
        await requestStop(reach, long)
        const second = await finished(long)
        expect(second.text).toBe('on\nflushed\n')
        expect(second.status).toMatchObject({ ending: 'stop', toolExit: 3 })
        for (const spool of [short, long]) {
          expect(startedFor(spool.directory)).toEqual([])
          await removeSpool(reach, spool)
          expect(existsSync(spool.directory)).toBe(false)
        }
      } finally {
        process.env.PATH = PATH
      }
    },
  )
})
