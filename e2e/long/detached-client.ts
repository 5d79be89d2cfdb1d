/**
 * A workbench that starts detached captures and follows them until it is killed:
 * `node detached-client.ts DIRECTORY HOST-JSON REQUESTS-JSON`. Prints the ids when all of them run.
 */
import { z } from 'zod'
import { hostDraftSchema } from '../../shared/model/host.ts'
import { parameterValuesSchema } from '../../shared/model/recipe.ts'
import { openBench } from '../integration/capture-fixture.ts'

const [directory = '', host = '', requests = ''] = process.argv.slice(2)
const requestsSchema = z.array(z.object({ recipeId: z.string(), parameters: parameterValuesSchema }))
const bench = await openBench({ directory, attaches: 'never' })
const { id: hostId } = await bench.call('hosts.save', hostDraftSchema.parse(JSON.parse(host)))
const ids: string[] = []
for (const request of requestsSchema.parse(JSON.parse(requests))) {
  const { captureId } = await bench.call('captures.start', { hostId, name: '', detached: true, ...request })
  ids.push(captureId)
}
process.stdout.write(`${JSON.stringify(ids)}\n`)
