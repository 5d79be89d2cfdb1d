/**
 * A process that runs an engine, begins a capture of this machine and is then killed by the test:
 * `node abandoned-engine.ts DIRECTORY PID GRACE`. Prints the capture's id when it has recorded for a second.
 */
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { openBench, recordProfile } from './capture-fixture.ts'

const [directory = '', pid, graceSeconds] = process.argv.slice(2)
const bench = await openBench({ directory })
const captureId = await recordProfile(bench, {
  hostId: THIS_MACHINE,
  pids: [Number(pid)],
  seconds: 120,
  graceSeconds: Number(graceSeconds),
})
process.stdout.write(`${captureId}\n`)
