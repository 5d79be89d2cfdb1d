import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findHolder, type Holder, takeHold } from './holder.ts'
import { makeFolder } from './library-fixture.ts'
import { beginSession, endSession, type Owner } from './owner.ts'

const begin = (): Owner => {
  const owner = beginSession()
  onTestFinished(() => endSession(owner))
  return owner
}
const take = (path: string, owner = begin()) =>
  takeHold(path, { owner, door: 'browser', version: '1.2.3', now: Date.UTC(2026, 2, 1, 12, 30) })
const readLock = (path: string): Holder => JSON.parse(readFileSync(`${path}.lock`, 'utf8'))
const changeLock = (path: string, change: Partial<Holder>) =>
  writeFileSync(`${path}.lock`, JSON.stringify({ ...readLock(path), ...change }), { mode: 0o600 })

describe('the holder of a library', () => {
  it('leaves a private file that says who it is, until it lets go', () => {
    const path = join(makeFolder(), 'library.db')
    const owner = begin()
    const hold = take(path, owner)
    hold.listenAt('/run/user/1000/smokejumper-x/engine.sock')
    expect((statSync(`${path}.lock`).mode & 0o777).toString(8)).toBe('600')
    expect(readLock(path)).toEqual({
      ...{ format: 1, ...owner, machine: expect.any(String), boot: expect.any(String), door: 'browser' },
      ...{ since: Date.UTC(2026, 2, 1, 12, 30), version: '1.2.3' },
      socket: '/run/user/1000/smokejumper-x/engine.sock',
    })
    expect(findHolder(path)).toEqual(readLock(path))
    expect(hold.wasLeft).toBe(false)
    hold.release()
    expect(findHolder(path)).toBe(null)
    expect(readdirSync(dirname(path))).toEqual([])
  })

  it('is told to the second one, with its process, its door and since when', () => {
    const path = join(makeFolder(), 'library.db')
    take(path)
    expect(() => take(path)).toThrowError(
      expect.objectContaining({
        code: 'library.in-use',
        message: `The library ${path} is open already: in the browser door of process ${process.pid}, since 2026-03-01 12:30:00 UTC (Smokejumper 1.2.3).`,
        remedy: expect.stringContaining(`process ${process.pid}`),
        facts: {
          path,
          pid: process.pid,
          door: 'browser',
          since: Date.UTC(2026, 2, 1, 12, 30),
          version: '1.2.3',
        },
      }),
    )
    expect(readdirSync(dirname(path))).toEqual(['library.db.lock'])
  })

  it('is the same by whatever link the library is reached', () => {
    const folder = makeFolder()
    const path = join(folder, 'library.db')
    writeFileSync(path, '')
    symlinkSync(path, join(folder, 'link.db'))
    take(join(folder, 'link.db'))
    expect(findHolder(path)).not.toBe(null)
  })
})

describe('a lock that was left', () => {
  const leave = (change: Partial<Holder>) => {
    const path = join(makeFolder(), 'library.db')
    take(path)
    changeLock(path, change)
    return path
  }
  const expectTaken = (path: string) => {
    expect(findHolder(path)).toBe(null)
    const hold = take(path)
    expect(hold.wasLeft).toBe(true)
    hold.release({ keep: true })
    expect(readdirSync(dirname(path))).toEqual(['library.db.lock'])
  }

  it('by a process that was killed is taken over', async () => {
    const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'])
    child.kill('SIGKILL')
    await once(child, 'exit')
    expectTaken(leave({ pid: child.pid ?? 0, session: 'another' }))
  })

  it.runIf(process.platform === 'linux')('is not that of a later process with the same number', () => {
    expectTaken(leave({ pid: process.ppid, start: '1', session: 'another' }))
  })

  it('is not that of a process before the machine was switched on again', () => {
    expectTaken(leave({ boot: 'an earlier one' }))
  })

  it('by a session of this very process that is over is taken over', () => {
    expectTaken(leave({ session: 'over' }))
  })

  it('with nothing in it that makes sense is taken over', () => {
    const path = join(makeFolder(), 'library.db')
    writeFileSync(`${path}.lock`, '{"format":1,')
    expectTaken(path)
  })

  it('by another machine cannot be judged: who has it is said, and what to remove', () => {
    const path = leave({ machine: 'another', pid: 1 })
    expect(() => take(path)).toThrowError(
      expect.objectContaining({
        message: expect.stringContaining('process 1 on another machine'),
        remedy: expect.stringContaining(`remove ${path}.lock`),
      }),
    )
  })

  it.runIf(process.platform !== 'win32')('that others could have written is not connected to', () => {
    const path = join(makeFolder(), 'library.db')
    take(path).listenAt('/tmp/planted.sock')
    expect(findHolder(path)?.socket).toBe('/tmp/planted.sock')
    chmodSync(`${path}.lock`, 0o666)
    expect(findHolder(path)?.socket).toBe(null)
  })
})
