/**
 * Takes the sample captures of resources/samples anew, with the real tools on this machine (root, perf, bpftrace):
 * `node e2e/samples/make-samples.ts`. Builds orderd, runs it as found and fixed, captures each through the engine,
 * and writes what the library then holds as NAME.json and NAME.raw.gz (see electron/engine/library/sample.ts).
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { createEngine, type Engine } from '../../electron/engine/engine.ts'
import type { Sample } from '../../electron/engine/library/sample.ts'
import type { CallContext } from '../../shared/contract/engine.ts'
import { isActive } from '../../shared/model/capture.ts'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import type { ParameterValues } from '../../shared/model/recipe.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const samplesDirectory = join(repository, 'resources/samples')
const programDirectory = '/opt/orderd'
const context: CallContext<never> = { signal: new AbortController().signal, report: () => {} }

interface Plan {
  readonly file: string
  readonly name: string
  readonly program: readonly string[]
  readonly recipeId: string
  readonly parameters: (pid: number) => ParameterValues
  readonly parserId: string
  readonly note: string
}

const plans: readonly Plan[] = [
  {
    file: '1-orderd-before',
    name: 'orderd: CPU before the fix',
    program: ['30'],
    recipeId: 'cpu-profile',
    parameters: (pid) => ({ seconds: 15, hz: 199, pids: [pid] }),
    parserId: 'perf-script',
    note:
      'Assumption: pricing an order should cost next to nothing.\n\nAlmost all CPU time is in find_price_by_scan: every line of every ' +
      'order walks the whole catalogue. Compare with "orderd: CPU after the fix".',
  },
  {
    file: '2-orderd-after',
    name: 'orderd: CPU after the fix',
    program: ['--fixed', '30'],
    recipeId: 'cpu-profile',
    parameters: (pid) => ({ seconds: 15, hz: 199, pids: [pid] }),
    parserId: 'perf-script',
    note: 'The same load with a hash index over the catalogue. find_price_by_scan is gone; what is left is formatting and the checksum.',
  },
  {
    file: '3-orderd-slow-calls',
    name: 'orderd: slow system calls',
    program: ['--fixed', '30'],
    recipeId: 'syscall-latency',
    parameters: (pid) => ({ seconds: 15, thresholdUs: 3000, pids: [pid] }),
    parserId: 'bpftrace-syscalls',
    note:
      'Assumption: the journal is written quickly.\n\nMost fdatasync calls are quick, a few are not: brush the tail of the histogram and the ' +
      'timeline shows that they come at a steady beat. It is the report that is written together with the journal.',
  },
]

async function exportRaw(engine: Engine, captureId: string): Promise<Uint8Array> {
  const { exportId } = await engine.handlers['exports.begin']({ captureId, format: 'raw' }, context)
  const parts: Uint8Array[] = []
  for (let isDone = false; !isDone; ) {
    const { bytes, done } = await engine.handlers['exports.read']({ exportId }, context)
    parts.push(bytes)
    isDone = done
  }
  return Buffer.concat(parts)
}

async function takeSample(engine: Engine, plan: Plan): Promise<void> {
  const program = spawn(join(programDirectory, 'orderd'), plan.program, { stdio: 'inherit' })
  const pid = program.pid
  if (pid === undefined) throw new Error('orderd did not start')
  try {
    const { captureId } = await engine.handlers['captures.start'](
      { hostId: THIS_MACHINE, recipeId: plan.recipeId, parameters: plan.parameters(pid), name: plan.name },
      context,
    )
    await captureEnded(engine, captureId)
    const detail = await engine.handlers['captures.get']({ captureId }, context)
    const raw = await exportRaw(engine, captureId)
    const artifact = detail.artifacts[0]
    if (detail.state !== 'done' || artifact === undefined)
      throw new Error(`${plan.name} ended as ${detail.state}: ${detail.error?.message}`)
    const sample: Sample = {
      format: 1,
      name: plan.name,
      hostLabel: 'orders-1',
      recipeId: detail.recipeId,
      recipeTitle: detail.recipeTitle,
      startedAt: detail.startedAt,
      commands: detail.commands,
      toolMessages: detail.toolMessages,
      cost: detail.cost,
      probe: detail.probe,
      anchors: detail.anchors,
      firstView: detail.firstView,
      parserId: plan.parserId,
      parameters: detail.parameters,
      artifact: { name: artifact.name, mediaType: artifact.mediaType, sha256: artifact.sha256 },
      notes: [plan.note],
    }
    writeFileSync(join(samplesDirectory, `${plan.file}.json`), `${JSON.stringify(sample, null, 2)}\n`)
    writeFileSync(join(samplesDirectory, `${plan.file}.raw.gz`), gzipSync(raw, { level: 9 }))
    console.log(`${plan.file}: ${detail.events} events, ${raw.length} bytes`)
  } finally {
    program.kill()
  }
}

function captureEnded(engine: Engine, captureId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () =>
      engine.handlers['captures.get']({ captureId }, context).then((detail) => {
        if (!isActive(detail.state)) resolve()
      }, reject)
    engine.on('captures.changed', look)
    look()
  })
}

const scratch = mkdtempSync(join(tmpdir(), 'smokejumper-samples-'))
mkdirSync(programDirectory, { recursive: true })
mkdirSync(samplesDirectory, { recursive: true })
execFileSync('gcc', [
  ...['-O2', '-fno-omit-frame-pointer', '-mno-omit-leaf-frame-pointer', '-pthread'],
  ...['-o', join(programDirectory, 'orderd'), fileURLToPath(new URL('orderd.c', import.meta.url))],
])
const engine = await createEngine({
  libraryPath: join(scratch, 'library.db'),
  resourcesDirectory: join(repository, 'resources'),
  configDirectory: scratch,
})
try {
  for (const plan of plans) await takeSample(engine, plan)
} finally {
  await engine.close()
  rmSync(scratch, { recursive: true })
}
