import { describe, expect, it } from 'vitest'
import { linkStore, mirrorAction } from './link-stores.ts'
import { firstView, startState } from './view-state.ts'
import { createViewStore } from './view-store.ts'

const open = () => createViewStore(startState(firstView([])))

describe('linked captures', () => {
  it('share functions, calls, latencies and times, but no thread numbers', () => {
    const [a, b] = [open(), open()]
    const linked = linkStore(a, b, () => true)
    linked.dispatch({ type: 'select', change: { threads: [{ pid: 4, tid: 4 }], call: 'fsync' } })
    expect(a.state().view.selection).toEqual({ threads: [{ pid: 4, tid: 4 }], call: 'fsync' })
    expect(b.state().view.selection).toEqual({ call: 'fsync' })
  })
  it('go their own ways once unlinked', () => {
    const [a, b] = [open(), open()]
    linkStore(a, b, () => false).dispatch({ type: 'select', change: { call: 'fsync' } })
    expect(b.state().view.selection).toEqual({})
  })
  it('keep zoom paths and restored pins to themselves', () => {
    expect(mirrorAction({ type: 'flame', change: { zoom: [{ name: 'a', module: '' }] } })).toBeNull()
    expect(mirrorAction({ type: 'flame', change: { zoom: [], search: 'x' } })).toEqual({
      type: 'flame',
      change: { search: 'x' },
    })
    expect(mirrorAction({ type: 'sandwich', zoom: { callers: [{ name: 'a', module: '' }] } })).toBeNull()
    expect(mirrorAction({ type: 'restore', view: firstView([]) })).toBeNull()
  })
})

it('on one clock, a time of one capture is the same moment of the other', () => {
  const time = { from: 10, to: 30 }
  expect(mirrorAction({ type: 'select', change: { time, call: 'read' } }, -4)).toEqual({
    type: 'select',
    change: { time: { from: 6, to: 26 }, call: 'read' },
  })
  expect(mirrorAction({ type: 'select', change: { time: undefined } }, -4)).toEqual({
    type: 'select',
    change: { time: undefined },
  })
  expect(mirrorAction({ type: 'timeline', change: { range: time } }, 5)).toEqual({
    type: 'timeline',
    change: { range: { from: 15, to: 35 } },
  })
  expect(mirrorAction({ type: 'timeline', change: { range: null } }, 5)).toEqual({
    type: 'timeline',
    change: { range: null },
  })
})
