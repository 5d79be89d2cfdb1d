/** For a test: a process that is killed while it appends. Prints the total after each append that was confirmed. */
import { openLibrary } from './open-library.ts'

const [path, captureId] = process.argv.slice(2)
if (path === undefined || captureId === undefined) throw new Error('Usage: PATH CAPTURE')
const library = await openLibrary({ path, samplesDirectory: null })
await library.createCapture({
  id: captureId,
  name: 'to be killed',
  hostId: null,
  hostLabel: 'This machine',
  recipeId: 'cpu-profile',
  recipeTitle: 'CPU',
  firstView: 'flame',
  parserId: 'perf-script',
  parameters: {},
  startedAt: Date.now(),
  sample: false,
})
await library.updateCapture(captureId, {
  spool: { directory: '/tmp/spool', hostBootId: 'boot', elevated: false },
})
await library.setCaptureState(captureId, 'running', 'the tool runs')
const { artifactId } = await library.beginArtifact(captureId, 'perf.txt', 'text/plain')
for (let received = 0; ; ) {
  // byte i of the artifact is i mod 251, whatever the sizes of the pieces
  const start = received
  const piece = Uint8Array.from({ length: 30_000 }, (_, i) => (start + i) % 251)
  received = await library.appendArtifact(artifactId, received, piece)
  process.stdout.write(`${received}\n`)
}
