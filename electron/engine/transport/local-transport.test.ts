import { describe, expect, it } from 'vitest'
import { createLocalTransport } from './local-transport.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const until = async (condition: () => boolean) => {
  const deadline = performance.now() + 5000
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('waited for 5 s')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('the local transport', () => {
  const transport = createLocalTransport()

  it('gives both outputs and the exit status', async () => {
    const result = await transport.run('echo out; echo err >&2; exit 7', { timeoutMs: 10_000 })
    expect({ ...result, stdout: text(result.stdout), stderr: text(result.stderr) }).toEqual({
      exitCode: 7,
      signal: null,
      stdout: 'out\n',
      stderr: 'err\n',
    })
  })

  it('names the signal that ended the script', async () => {
    const result = await transport.run('kill -TERM $$', { timeoutMs: 10_000 })
    expect([result.exitCode, result.signal]).toEqual([null, 'SIGTERM'])
  })

  it('does not let a command eat the script, and runs nothing of a script that is not whole', async () => {
    const eaten = await transport.run('cat\necho still here', { timeoutMs: 10_000 })
    expect(text(eaten.stdout)).toBe('still here\n')
    const half = await transport.run('echo first\nif true; then', { timeoutMs: 10_000 })
    expect(text(half.stdout)).toBe('')
    expect(half.exitCode).not.toBe(0)
  })

  it('waits for each chunk to be taken before it hands over the next', async () => {
    let taking = 0
    let most = 0
    let total = 0
    const result = await transport.run('head -c 3000000 /dev/zero', {
      timeoutMs: 20_000,
      onStdout: async (bytes) => {
        most = Math.max(most, ++taking)
        await new Promise((resolve) => setImmediate(resolve))
        expect(bytes.byteLength).toBe(bytes.buffer.byteLength)
        total += bytes.length
        taking--
      },
    })
    expect([most, total, result.stdout.length]).toEqual([1, 3_000_000, 0])
  })

  it('ends a run that says too much', async () => {
    await expect(transport.run('yes', { timeoutMs: 20_000, maxBytes: 100_000 })).rejects.toMatchObject({
      code: 'probe.failed',
      facts: { stream: 'stdout', limitBytes: 100_000 },
    })
  })

  it('ends the run when the receiver throws', async () => {
    const onStdout = () => {
      throw new Error('no room')
    }
    await expect(transport.run('yes', { timeoutMs: 20_000, onStdout })).rejects.toThrow('no room')
  })

  it('stops the script and what it started on cancel, and when the time is up', async () => {
    for (const kind of ['cancel', 'timeout'] as const) {
      const controller = new AbortController()
      const pids: number[] = []
      const run = transport.run('sleep 1000 & echo $$ $!; wait', {
        timeoutMs: kind === 'timeout' ? 300 : 20_000,
        signal: controller.signal,
        onStdout: (bytes) => {
          pids.push(...text(bytes).trim().split(' ').map(Number))
          if (kind === 'cancel') controller.abort()
        },
      })
      await expect(run).rejects.toMatchObject(
        kind === 'cancel' ? { name: 'AbortError' } : { code: 'ssh.timeout' },
      )
      expect(pids).toHaveLength(2)
      await until(() => !pids.some(isAlive))
    }
  })

  it('does not start when it was cancelled before', async () => {
    const run = transport.run('echo', { timeoutMs: 1000, signal: AbortSignal.abort() })
    await expect(run).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('ends what runs when it is closed, and says so', async () => {
    const own = createLocalTransport()
    const run = own.run('echo up; sleep 1000', { timeoutMs: 20_000, onStdout: () => own.close() })
    await expect(run).rejects.toMatchObject({ code: 'ssh.connection-lost' })
    await expect(own.closed).resolves.toBe(null)
    await expect(own.run('echo', { timeoutMs: 1000 })).rejects.toMatchObject({ code: 'ssh.connection-lost' })
  })
})
