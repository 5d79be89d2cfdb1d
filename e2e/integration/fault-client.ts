/**
 * A workbench of its own, for a test that stops or kills it:
 * `node fault-client.ts DIRECTORY RESOURCES HOST-JSON SECONDS`. Prints the capture's id when it has received something,
 * and its end when it has ended.
 */
import { hostDraftSchema } from '../../shared/model/host.ts'
import { openBench } from './capture-fixture.ts'
import { startSteady } from './fault-requests.ts'

const [directory = '', resourcesDirectory = '', host = '', seconds] = process.argv.slice(2)
const bench = await openBench({ directory, resourcesDirectory, attaches: 'never' })
const { id: hostId } = await bench.call('hosts.save', hostDraftSchema.parse(JSON.parse(host)))
const captureId = await startSteady(bench, { hostId, seconds: Number(seconds), graceSeconds: 20 })
await bench.reached(captureId, 'some bytes', ({ received }) => received > 0)
process.stdout.write(`${captureId}\n`)
await bench.ended(captureId)
await bench.engine.close()
process.stdout.write('ended\n')
