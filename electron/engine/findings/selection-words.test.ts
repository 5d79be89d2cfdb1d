import { expect, it } from 'vitest'
import type { ViewState } from '../../../shared/model/finding.ts'
import { saySelection, sayView } from './selection-words.ts'

const state: ViewState = {
  selection: {},
  streamId: 0,
  flame: { order: 'top-down', group: 'none', zoom: [], search: '', icicle: true, shown: 'graph' },
  histogram: { shown: 'graph' },
  timeline: { range: null, shown: 'graph' },
}

it('says CPUs, and transforms in their order', () => {
  expect(
    saySelection(
      {
        cpus: [1, 3],
        transforms: [
          { type: 'hide', match: { by: 'module', module: '/usr/lib/libc.so.6' } },
          { type: 'drop-kernel' },
        ],
      },
      [],
    ),
  ).toEqual(['on CPU 1 or 3', 'hide module libc.so.6', 'drop kernel'])
})

it('says of which function callers and callees were shown, and how far each side was zoomed', () => {
  const sandwich = {
    function: { name: 'work', module: 'shop' },
    callers: [{ name: 'main', module: 'shop' }],
    callees: [],
  }
  expect(
    sayView('flame', {
      ...state,
      flame: { ...state.flame, measure: 'events', form: 'sandwich', sandwich },
    }),
  ).toBe('Callers and callees, widths by number of events, work (shop), callers zoomed to main (shop)')
})
