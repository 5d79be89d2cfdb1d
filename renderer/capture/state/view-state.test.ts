import { describe, expect, it } from 'vitest'
import { viewStateSchema } from '../../../shared/model/finding.ts'
import { changePage, firstView, mergeSelection, sameSelection, startState } from './view-state.ts'

const stream = (id: number, kind: 'samples' | 'slices' | 'distribution', length: number) => ({
  id,
  kind,
  event: 'e',
  unit: 'ns',
  title: 't',
  length,
})
const start = () => startState(firstView([stream(0, 'samples', 10)]))

describe('the first view', () => {
  it('is on the first stream with events of its own', () => {
    expect(firstView([stream(0, 'distribution', 9), stream(1, 'slices', 4)]).streamId).toBe(1)
    expect(firstView([stream(0, 'samples', 0), stream(1, 'slices', 4)]).streamId).toBe(1)
  })
  it('stands also where there is no stream at all', () => {
    expect(firstView([]).selection).toEqual({})
  })
})

describe('selecting', () => {
  it('adds one part and keeps the others', () => {
    const once = changePage(start(), { type: 'select', change: { time: { from: 1, to: 2 } } })
    const twice = changePage(once, { type: 'select', change: { call: 'futex' } })
    expect(twice.view.selection).toEqual({ time: { from: 1, to: 2 }, call: 'futex' })
  })
  it('takes a part away that is undefined, leaving no empty key', () => {
    expect(
      Object.keys(mergeSelection({ call: 'read', time: { from: 0, to: 1 } }, { call: undefined })),
    ).toEqual(['time'])
  })
  it('goes back and forward through what was selected', () => {
    const one = changePage(start(), { type: 'select', change: { call: 'read' } })
    const two = changePage(one, { type: 'select', change: { call: 'write' } })
    const back = changePage(two, { type: 'back' })
    expect(back.view.selection).toEqual({ call: 'read' })
    expect(changePage(back, { type: 'back' }).view.selection).toEqual({})
    expect(changePage(back, { type: 'forward' }).view.selection).toEqual({ call: 'write' })
  })
  it('forgets the way forward when something else is selected', () => {
    const one = changePage(start(), { type: 'select', change: { call: 'read' } })
    const other = changePage(changePage(one, { type: 'back' }), { type: 'select', change: { call: 'open' } })
    expect(other.future).toEqual([])
  })
  it('makes no step in the history for the same selection again', () => {
    const one = changePage(start(), { type: 'select', change: { call: 'read' } })
    expect(changePage(one, { type: 'select', change: { call: 'read' } })).toBe(one)
    expect(changePage(start(), { type: 'clear' }).past).toEqual([])
  })
  it('zooms the flame graph out, because the zoomed frame may be gone', () => {
    const zoomed = changePage(start(), { type: 'flame', change: { zoom: [{ name: 'main', module: 'a' }] } })
    expect(changePage(zoomed, { type: 'select', change: { call: 'read' } }).view.flame.zoom).toEqual([])
  })
  it('compares by value', () => {
    expect(
      sameSelection({ call: 'a', time: { from: 1, to: 2 } }, { time: { to: 2, from: 1 }, call: 'a' }),
    ).toBe(true)
    expect(sameSelection({ threads: [{ pid: 1, tid: null }] }, { threads: [{ pid: 1, tid: 1 }] })).toBe(false)
  })
})

describe('restoring a pin', () => {
  it('shows exactly its state and can be gone back from', () => {
    const pinned = {
      ...firstView([stream(3, 'slices', 1)]),
      selection: { latency: { from: 5, to: 9 } },
      histogram: { shown: 'table' as const },
    }
    const restored = changePage(start(), { type: 'restore', view: pinned })
    expect(restored.view).toEqual(pinned)
    expect(changePage(restored, { type: 'back' }).view.selection).toEqual({})
  })
})

describe('turning the flame graph over', () => {
  it('drops the zoom only when the roots change', () => {
    const zoom = [{ name: 'main', module: '' }]
    const zoomed = changePage(start(), { type: 'flame', change: { zoom } })
    expect(changePage(zoomed, { type: 'flame', change: { icicle: false } }).view.flame.zoom).toEqual(zoom)
    expect(changePage(zoomed, { type: 'flame', change: { order: 'inverted' } }).view.flame.zoom).toEqual([])
  })
})

describe('the graph of differences', () => {
  const diff = { norm: 'wall', width: 'both' } as const
  it('takes the place of two, and gives it back without a trace', () => {
    const one = changePage(start(), { type: 'diff', diff })
    expect(one.view.diff).toEqual(diff)
    expect(changePage(one, { type: 'diff', diff: null }).view).toEqual(start().view)
  })
})

it('selections of other CPUs or transforms are others', () => {
  expect(sameSelection({ cpus: [1] }, { cpus: [2] })).toBe(false)
  expect(sameSelection({ transforms: [{ type: 'drop-kernel' }] }, {})).toBe(false)
})

describe('transforms and CPUs', () => {
  const hide = { type: 'hide', match: { by: 'module', module: 'libc' } } as const
  it('are gone back from and forward to, one by one, and cleared with the rest', () => {
    const one = changePage(start(), { type: 'select', change: { transforms: [{ type: 'drop-kernel' }] } })
    const two = changePage(one, { type: 'select', change: { transforms: [{ type: 'drop-kernel' }, hide] } })
    const back = changePage(two, { type: 'back' })
    expect(back.view.selection).toEqual({ transforms: [{ type: 'drop-kernel' }] })
    expect(changePage(back, { type: 'forward' }).view.selection.transforms).toEqual([
      { type: 'drop-kernel' },
      hide,
    ])
    const onCpu = changePage(two, { type: 'select', change: { cpus: [3] } })
    expect(changePage(onCpu, { type: 'back' }).view.selection).toEqual(two.view.selection)
    expect(changePage(onCpu, { type: 'clear' }).view.selection).toEqual({})
  })
})

describe('a sandwich', () => {
  const path = [{ name: 'main', module: 'a' }]
  const chosen = changePage(start(), {
    type: 'flame',
    change: {
      form: 'sandwich',
      sandwich: { function: { name: 'work', module: 'a' }, callers: [], callees: [] },
    },
  })
  it('zooms each side by itself, until something else is selected', () => {
    const zoomed = changePage(chosen, { type: 'sandwich', zoom: { callers: path } })
    expect(zoomed.view.flame.sandwich).toEqual({
      function: { name: 'work', module: 'a' },
      callers: path,
      callees: [],
    })
    expect(changePage(zoomed, { type: 'select', change: { cpus: [1] } }).view.flame).toEqual(
      chosen.view.flame,
    )
    expect(viewStateSchema.parse(zoomed.view)).toEqual(zoomed.view)
  })
  it('is nothing to zoom where no function has been chosen', () => {
    const state = start()
    expect(changePage(state, { type: 'sandwich', zoom: { callers: path } })).toBe(state)
  })
})
