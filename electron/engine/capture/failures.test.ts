import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { classifyToolEnd, firstComplaint } from './failures.ts'

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}.stderr`, import.meta.url), 'utf8')
const end = (change: Partial<Parameters<typeof classifyToolEnd>[0]>) =>
  classifyToolEnd({
    tool: 'perf',
    messages: '',
    toolExit: 0,
    renderExit: null,
    artifactBytes: 0,
    ...change,
  })

describe('the end of a tool', () => {
  it('is no failure when it exits with 0 and leaves data', () => {
    expect(end({ artifactBytes: 9 })).toBeNull()
  })

  it('is no failure after our own INT, or when perf ended its sleep', () => {
    expect(end({ artifactBytes: 9, toolExit: 130 })).toBeNull()
    expect(end({ artifactBytes: 9, toolExit: 143, renderExit: 0 })).toBeNull()
  })

  it('names the value and the sysctl when perf is not permitted', () => {
    const error = end({ messages: fixture('perf-unprivileged'), toolExit: 255 })
    expect(error?.code).toBe('capture.not-permitted')
    expect(error?.message).toContain('kernel.perf_event_paranoid is 2')
    expect(error?.remedy).toContain('sudo -n')
  })

  it('says that a process is gone', () => {
    expect(end({ messages: fixture('perf-no-such-pid'), toolExit: 244 })?.code).toBe(
      'capture.no-such-process',
    )
    expect(end({ messages: fixture('perf-pid-gone-at-open'), toolExit: 255 })?.code).toBe(
      'capture.no-such-process',
    )
  })

  it('quotes what is wrong, not the headline above it', () => {
    expect(firstComplaint('Error:\nThe event is not supported.\n')).toBe('The event is not supported.')
  })

  it('says how to mount tracefs when bpftrace finds no tracepoint', () => {
    const error = end({ tool: 'bpftrace', messages: fixture('bpftrace-no-tracefs'), toolExit: 1 })
    expect(error?.code).toBe('preflight.kernel-feature')
    expect(error?.message).toContain('sched:sched_process_fork')
    expect(error?.remedy).toContain('mount -t tracefs tracefs /sys/kernel/tracing')
  })

  it.each(['perf-script-unfinished', 'perf-script-cut'])(
    'knows a recording that cannot be read: %s',
    (name) => {
      const error = end({ messages: fixture(name), renderExit: 0 })
      expect(error?.code).toBe('capture.tool-failed')
      expect(error?.message).toContain('could not read its own recording')
    },
  )

  it('knows a tool that is not there', () => {
    const messages = 'sh: 5: exec: bpftrace: not found\n'
    expect(end({ tool: 'bpftrace', messages, toolExit: 127 })).toMatchObject({
      code: 'preflight.tool-missing',
      message: 'There is no bpftrace on the host.',
    })
    expect(end({ messages: './job: line 12: exec: perf: not found\n', toolExit: 127 })?.message).toBe(
      'There is no perf on the host.',
    )
  })

  it('does not take an exit of 0 with nothing but an error for success', () => {
    const error = end({ tool: 'bpftrace', messages: fixture('bpftrace-not-attached') })
    expect(error?.code).toBe('capture.tool-empty')
    expect(error?.message).toContain('is not traceable')
  })

  it('tells a quiet process from a failure', () => {
    const messages = '[ perf record: Captured and wrote 0.001 MB perf.data ]\n'
    expect(end({ messages, renderExit: 0 })?.code).toBe('capture.empty')
  })

  it('quotes an unknown failure with its exit status', () => {
    const error = end({ messages: 'segfault at 0\n', toolExit: 139 })
    expect(error?.code).toBe('capture.tool-failed')
    expect(error?.message).toBe('perf failed (exit status 139). It said: segfault at 0.')
  })

  it('reports a full disk also when there is data', () => {
    const messages = 'failed to write perf data, error: No space left on device\n'
    expect(end({ messages, toolExit: 255, artifactBytes: 10 })?.code).toBe('capture.disk-full')
  })
})

describe('the first complaint', () => {
  it('leaves out what tools say when all is well', () => {
    expect(firstComplaint(fixture('perf-lost').split('\n').slice(-2).join('\n'))).toBeNull()
    expect(firstComplaint(fixture('bpftrace-no-tracefs'))).toBe(
      't.bt:8-9: ERROR: tracepoint not found: sched:sched_process_fork',
    )
  })
})
