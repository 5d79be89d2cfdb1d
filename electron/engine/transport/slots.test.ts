import { describe, expect, it } from 'vitest'
import { createSlots } from './slots.ts'

describe('slots', () => {
  const never = new AbortController().signal

  it('are given in order, and given back once', async () => {
    const slots = createSlots(1)
    const first = await slots.take(never)
    const order: string[] = []
    const second = slots.take(never).then((slot) => {
      order.push('second')
      return slot
    })
    const third = slots.take(never).then((slot) => {
      order.push('third')
      return slot
    })
    first[Symbol.dispose]()
    first[Symbol.dispose]()
    const slot = await second
    expect(order).toEqual(['second'])
    slot[Symbol.dispose]()
    await third
    expect(order).toEqual(['second', 'third'])
  })

  it('tell those who have one when somebody waits, also when that is so from the start', async () => {
    const slots = createSlots(2)
    const told: string[] = []
    const first = await slots.take(never, () => told.push('first'))
    await slots.take(never, () => told.push('second'))
    expect(told).toEqual([])
    const third = slots.take(never, () => told.push('third'))
    slots.take(never)
    expect(told).toEqual(['first', 'second', 'first', 'second'])
    first[Symbol.dispose]()
    await third
    expect(told.at(-1)).toBe('third')
  })

  it('are not waited for after a cancel, and none is lost by it', async () => {
    const slots = createSlots(1)
    const first = await slots.take(never)
    const controller = new AbortController()
    const cancelled = slots.take(controller.signal)
    const next = slots.take(never)
    controller.abort(new Error('cancelled'))
    await expect(cancelled).rejects.toThrow('cancelled')
    first[Symbol.dispose]()
    await expect(next).resolves.toBeDefined()
  })

  it('become as few as the host allows', async () => {
    const slots = createSlots(8)
    const [first, second] = [await slots.take(never), await slots.take(never)]
    // the host had a place for the first only
    expect(slots.shrink(1)).toBe(true)
    second[Symbol.dispose]()
    let isGiven = false
    const third = slots.take(never).then((slot) => {
      isGiven = true
      return slot
    })
    await Promise.resolve()
    expect(isGiven).toBe(false)
    first[Symbol.dispose]()
    await third
    expect(slots.shrink(1)).toBe(false)
  })
})
