import { describe, expect, it } from 'vitest'
import { nameProcesses } from './process-names.ts'

const thread = (pid: number, tid: number, name: string) => ({ pid, tid, name })

describe('a process', () => {
  it('is called as its first thread', () => {
    expect(nameProcesses([thread(7, 9, 'io'), thread(7, 7, 'shop')]).get(7)).toBe('shop')
  })
  it('without it, by the names of its threads in the order of their tids', () => {
    expect(nameProcesses([thread(7, 9, 'worker-2'), thread(7, 8, 'worker-1')]).get(7)).toBe(
      'worker-1, worker-2',
    )
  })
  it('by the first two of many', () => {
    const threads = [1, 2, 3].map((n) => thread(7, 7 + n, `worker-${n}`))
    expect(nameProcesses(threads).get(7)).toBe('worker-1, worker-2, …')
  })
  it('by the one name that all of its threads have', () => {
    expect(nameProcesses([thread(7, 8, 'java'), thread(7, 9, 'java')]).get(7)).toBe('java')
  })
  it('is apart from the others', () => {
    expect([...nameProcesses([thread(1, 1, 'a'), thread(2, 3, 'b')])]).toEqual([
      [1, 'a'],
      [2, 'b'],
    ])
  })
})
