/** A spool on this machine, without a capture around it. */
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadHostScripts } from '../../electron/engine/capture/host-scripts.ts'
import { type Job, startSpool } from '../../electron/engine/capture/spool.ts'
import { createLocalTransport } from '../../electron/engine/transport/local-transport.ts'
import { resourcesDirectory } from './capture-fixture.ts'

const job: Job = {
  ...{ deadlineSeconds: 1, graceSeconds: 1, budgetBytes: 1, floorBytes: 0, renderSeconds: 1 },
  ...{ targets: [], stopSignals: ['INT'], record: 'true', render: null, recorded: null, environment: '' },
  files: new Map(),
}

it('A spool is made also when a capture that ends takes the empty folder away in between', async () => {
  const base = mkdtempSync(join(tmpdir(), 'smokejumper-spool-'))
  // what makes the spool looks at its folder first: the folder is gone right after the first look
  const look = `#!/bin/sh\n/bin/ls "$@"\n[ -e "${base}/taken" ] || { rmdir "${base}/smokejumper-0" && : >"${base}/taken"; }\n`
  writeFileSync(join(base, 'ls'), look)
  chmodSync(join(base, 'ls'), 0o755)
  const scripts = await loadHostScripts(join(resourcesDirectory, 'remote'))
  const { PATH } = process.env
  process.env.PATH = `${base}:${PATH}`
  try {
    const transport = createLocalTransport()
    const reach = { transport, scripts: { ...scripts, supervisor: 'echo >status' }, elevate: false }
    const directory = join(base, 'smokejumper-0', 'abc')
    await startSpool(reach, { directory, hostBootId: '', elevated: false }, job, true)
    expect(existsSync(join(base, 'taken'))).toBe(true)
    expect(existsSync(join(directory, 'job'))).toBe(true)
  } finally {
    process.env.PATH = PATH
    rmSync(base, { recursive: true })
  }
})
