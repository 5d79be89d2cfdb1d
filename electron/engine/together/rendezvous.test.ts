import { expect, it } from 'vitest'
import { createRendezvous } from './rendezvous.ts'

const never = new AbortController().signal

it('opens when all have arrived, or have left', async () => {
  const meeting = createRendezvous(3)
  const opened: number[] = []
  const arrive = (who: number) => meeting.arrive(who, never).then(() => void opened.push(who))
  const first = arrive(0)
  const second = arrive(1)
  await Promise.resolve()
  expect(opened).toEqual([])
  meeting.leave(2)
  await Promise.all([first, second])
  expect(opened).toEqual([0, 1])
})

it('lets go of one who gives up, and does not open for the others', async () => {
  const meeting = createRendezvous(2)
  const giveUp = new AbortController()
  const waiting = meeting.arrive(0, giveUp.signal)
  giveUp.abort(new Error('given up'))
  await expect(waiting).rejects.toThrow('given up')
  await expect(meeting.arrive(0, giveUp.signal)).rejects.toThrow('given up')
  let isOpen = false
  const other = createRendezvous(2)
  void other.arrive(0, never).then(() => {
    isOpen = true
  })
  await Promise.resolve()
  expect(isOpen).toBe(false)
})
