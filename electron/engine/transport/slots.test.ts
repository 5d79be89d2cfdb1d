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
})
