import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { join } from 'node:path'
import { until } from '../sshd/until.ts'
import { capturedPage, captureIdOf, showAsTable, startCapture } from '../support/pages.ts'
import { isTracing } from '../support/tracing.ts'
import { expect, test } from '../support/workbench.ts'
import { buildWorkload } from '../workloads/build.ts'

const SLEEPS = 12
const FSYNCS = 3

type Call = 'nanosleep' | 'fsync' | 'write' | 'other'

/** By the kernel's numbers, on x86-64 and on arm64. */
const callOf: Readonly<Record<string, Call>> =
  process.arch === 'arm64'
    ? { 101: 'nanosleep', 82: 'fsync', 64: 'write' }
    : { 35: 'nanosleep', 74: 'fsync', 1: 'write' }

/** In the order in which they returned. */
const readSlowCalls = (artifact: string): { call: Call; ns: number }[] =>
  [...artifact.matchAll(/"S\\t\d+\\t(\d+)\\t\d+\\t\d+\\t(\d+)\\t/g)].map(([, ns, nr = '']) => ({
    call: callOf[nr] ?? 'other',
    ns: Number(ns),
  }))

test('known slow calls are found one by one, and brushing the tail leaves exactly those', async ({
  workbench,
}) => {
  test.setTimeout(180_000)
  const { page, person } = workbench
  const program = spawn(buildWorkload('slow-calls', person.folder), [
    String(SLEEPS),
    String(FSYNCS),
    join(person.folder, 'data'),
  ])
  try {
    const output = collect(program)
    await until('the program to be ready', () => output().startsWith('ready'))
    await startCapture(page, {
      recipe: 'System call latency',
      seconds: 60,
      pids: [program.pid ?? 0],
      fields: { 'Slow from': '1000' },
    })
    await until('all probes to be attached', () => isTracing(captureIdOf(page)), 45_000)
    program.stdin.write('go\n')
    await until('the calls to be made', () => output().includes('end\n'), 60_000)
    await page
      .getByRole('region', { name: 'Running captures' })
      .getByRole('button', { name: 'Stop and keep' })
      .click()
    await capturedPage(page)

    // what the kernel says of each, and what the program measured: from outside a call takes a little longer
    const raw = await workbench.cli('export', captureIdOf(page), '--to', 'raw')
    const recorded = readSlowCalls(raw.stdout.toString())
    const durations = (call: Call) => recorded.filter((one) => one.call === call).map(({ ns }) => ns)
    const measured = [...output().matchAll(/^nanosleep (\d+)$/gm)].map(([, ns]) => Number(ns))
    expect(durations('nanosleep')).toHaveLength(SLEEPS)
    for (const [index, ns] of durations('nanosleep').entries()) {
      expect(ns).toBeGreaterThanOrEqual(20_000_000)
      expect(ns).toBeLessThanOrEqual(measured[index] ?? 0)
    }
    expect(durations('fsync').length, 'the disk is slow enough for the test').toBeGreaterThan(0)

    const calls = await showAsTable(page, 'Latency', 'Latency per call')
    const countOf = (call: string) => calls.getByRole('row').filter({ hasText: call }).first()
    await expect(countOf('nanosleep')).toContainText(String(SLEEPS))
    await expect(countOf('fsync')).toContainText(String(durations('fsync').length))

    // the tail: from just below the sleeps upwards
    const latency = page.getByRole('region', { name: 'Latency' })
    await latency.getByRole('button', { name: 'Show as graph' }).click()
    const surface = latency.getByRole('application', { name: /Latency histogram/ })
    const handle = surface.getByRole('slider', { name: /from this latency/ })
    await handle.focus()
    const bound = async (): Promise<number> => Number(await handle.getAttribute('aria-valuenow'))
    for (let i = 0; i < 400 && (await bound()) < 15_000_000; i++) await handle.press('ArrowRight')
    const from = await bound()
    const tail = recorded.filter(({ ns }) => ns >= from)
    expect(from).toBeLessThan(20_000_000)

    // all rows at once: a long table has only those in sight
    await page.setViewportSize({ width: 1440, height: 4000 })
    await page.getByRole('region', { name: 'Timeline' }).getByRole('button', { name: 'Maximise' }).click()
    const slices = await showAsTable(page, 'Timeline', 'Slow calls')
    for (const call of ['nanosleep', 'fsync', 'write'] as const)
      await expect(slices.getByRole('row').filter({ hasText: call })).toHaveCount(
        tail.filter((one) => one.call === call).length,
      )
    // the header row and the calls
    await expect(slices.getByRole('row')).toHaveCount(tail.length + 1)
  } finally {
    program.kill()
  }
})

function collect(program: ChildProcessWithoutNullStreams): () => string {
  let text = ''
  program.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return () => text
}
