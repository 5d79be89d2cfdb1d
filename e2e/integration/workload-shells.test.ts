/** A workload in each shell that a host may have for its sh. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostScripts, loadHostScripts } from '../../electron/engine/capture/host-scripts.ts'
import {
  type Job,
  pollSpool,
  type Reach,
  readWorkloadOutput,
  removeSpool,
  startSpool,
} from '../../electron/engine/capture/spool.ts'
import { createLocalTransport } from '../../electron/engine/transport/local-transport.ts'
import { until } from '../sshd/until.ts'
import { hasCommand, resourcesDirectory } from './capture-fixture.ts'
import { startedFor } from './fault-fixture.ts'

let folder: string
let scripts: HostScripts
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smokejumper-workloads-'))
  scripts = await loadHostScripts(join(resourcesDirectory, 'remote'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const job: Job = {
  ...{ deadlineSeconds: 60, graceSeconds: 30, budgetBytes: 1e7, floorBytes: 0, renderSeconds: 10 },
  ...{ targets: [], stopSignals: ['INT'], render: null, recorded: null, about: '{}', files: new Map() },
  record: 'sh -c "trap \'exit 0\' INT; echo begin; sleep 1; echo attached; while :; do sleep 0.2; done"',
  environment: "export OF_THE_TOOL='x'",
  attachedMark: 'attached',
  workload: {
    command: 'cat; echo "it\'s $OF_THE_TOOL"; head -c 1200000 /dev/zero >&2; sleep 300 & kill -TERM $$',
    stopWhenDone: true,
  },
}

describe.each([
  ['dash', '/usr/bin/dash'],
  ['bash', '/usr/bin/bash'],
  ['busybox', '/usr/bin/busybox'],
])('a workload of %s', (name, shell) => {
  it.skipIf(!hasCommand(shell))(
    'runs once the tool is attached, and leaves what it wrote and nothing else',
    async () => {
      const path = join(folder, name)
      mkdirSync(path)
      symlinkSync(shell, join(path, 'sh'))
      const { PATH } = process.env
      process.env.PATH = `${path}:${PATH}`
      try {
        const reach: Reach = { transport: createLocalTransport(), scripts, elevate: false }
        const directory = join(folder, `smokejumper-${process.getuid?.()}`, `${name}run`)
        const spool = { directory, hostBootId: '', elevated: false }
        await startSpool(reach, spool, job, true)
        const look = () => pollSpool(reach, spool, 0)
        const isFinished = async () => {
          const poll = await look()
          return !poll.gone && poll.status?.state === 'finished'
        }
        await until('the supervisor to finish', isFinished, 60_000)
        const poll = await look()
        expect(poll).toMatchObject({
          status: { ending: 'workload', workload: { state: 'ended', exitStatus: 143, stoppedFor: '' } },
        })
        const [stdout, stderr] = [
          await readWorkloadOutput(reach, spool, 'stdout'),
          await readWorkloadOutput(reach, spool, 'stderr'),
        ]
        expect([Buffer.from(stdout.bytes).toString(), stdout.leftOut]).toEqual(["it's \n", 0])
        expect([stderr.bytes.length, stderr.leftOut]).toEqual([1_048_576, 1_200_000 - 1_048_576])
        expect(startedFor(directory)).toEqual([])
        await removeSpool(reach, spool)
      } finally {
        process.env.PATH = PATH
      }
    },
  )
})
