import { expect, it } from 'vitest'
import { listThreads } from './list-threads.ts'

const threads = [
  { pid: 20, tid: 20, name: 'redis', process: 'redis' },
  { pid: 10, tid: 12, name: 'worker', process: 'nginx' },
  { pid: 10, tid: 10, name: 'nginx', process: 'nginx' },
]

it('processes come by name with their threads below, and alone when they have one thread', () => {
  expect(listThreads(threads, '').map(({ ref, name }) => [name, ref.pid, ref.tid])).toEqual([
    ['nginx', 10, null],
    ['nginx', 10, 10],
    ['worker', 10, 12],
    ['redis', 20, null],
  ])
})

it('the search finds names and numbers', () => {
  expect(listThreads(threads, '20').map(({ name }) => name)).toEqual(['redis'])
  expect(listThreads(threads, 'WORK').map(({ ref }) => ref)).toEqual([{ pid: 10, tid: null }])
})

it('a process whose first thread was never seen is called by the threads that were', () => {
  const workers = [1, 2, 3].map((n) => ({ pid: 30, tid: 30 + n, name: `worker-${n}`, process: 'worker-1' }))
  expect(listThreads(workers, '')[0]).toEqual({ ref: { pid: 30, tid: null }, name: 'worker-1, worker-2, …' })
})
