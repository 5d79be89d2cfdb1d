/**
 * A process that runs an engine, begins a capture of this machine and is then killed by the test:
 * `node abandoned-engine.ts DIRECTORY GRACE`. Prints the capture's id when it has recorded for a second.
 */
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { openBench } from './capture-fixture.ts'

const [directory = '', grace = ''] = process.argv.slice(2)
const bench = await openBench({ directory })
const { captureId } = await bench.call('captures.start', {
  hostId: THIS_MACHINE,
  recipeId: 'cpu-profile',
  parameters: { seconds: 120 },
  name: 'abandoned',
  graceSeconds: Number(grace),
})
await bench.reached(captureId, 'a second', ({ elapsedSeconds }) => elapsedSeconds >= 1)
process.stdout.write(`${captureId}\n`)
