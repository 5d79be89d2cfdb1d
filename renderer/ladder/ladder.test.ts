import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { estimateCapture } from '../../shared/budget/estimate.ts'
import type { LadderRow } from '../../shared/contract/ladder.ts'
import type { CaptureSummary } from '../../shared/model/capture.ts'
import { recipeSchema } from '../../shared/model/recipe.ts'
import { costFacts, describeTaken, ladderSteps } from './ladder-words.ts'

const recipeFile = new URL('../../resources/recipes/cpu-profile.json', import.meta.url)
const recipe = recipeSchema.parse(JSON.parse(readFileSync(recipeFile, 'utf8')))

const row = (
  id: string,
  [seconds, hz]: readonly [number, number],
  change: Partial<CaptureSummary> = {},
): LadderRow => ({
  parameters: { seconds, hz, callGraph: 'fp', pids: [] },
  budgets: [],
  capture: {
    ...{ id, name: id, hostId: 'h', hostLabel: 'web-3', recipeId: recipe.id, recipeTitle: recipe.title },
    ...{ state: 'done', startedAt: 0, duration: 5e9, events: 192, lost: 0, incomplete: false, bytes: 1 },
    ...{ tracerCpuPercent: 0.82, error: null, sample: false, noteCount: 0, pinCount: 0 },
    ...change,
  },
})
const first = row('first', [5, 19])
const shapeOf = (rows: readonly LadderRow[], current: string) =>
  ladderSteps(recipe, rows, current).map(({ title, row: taken, isCurrent, isNext }) =>
    [title, taken?.capture.id ?? '-', isCurrent && 'current', isNext && 'next'].filter(Boolean).join(' '),
  )

describe('the steps of a ladder', () => {
  it('are the rungs, with what was taken on each and the one that comes next', () => {
    expect(shapeOf([first, row('second', [15, 49])], 'second')).toEqual([
      '5 s at 19 Hz first',
      '15 s at 49 Hz second current',
      '60 s at 99 Hz - next',
      '15 s at 49 Hz, DWARF -',
    ])
  })

  it('have settings of one’s own before what comes next', () => {
    const own = row('own', [20, 49])
    expect(shapeOf([first, own], 'own')).toEqual([
      '5 s at 19 Hz first',
      '15 s at 49 Hz -',
      'Own settings own current',
      '60 s at 99 Hz - next',
      '15 s at 49 Hz, DWARF -',
    ])
    expect(ladderSteps(recipe, [own], 'own').find(({ title }) => title === 'Own settings')?.note).toBe(
      '20 s, 49 Hz, fp',
    )
  })

  it('go down from what the host had to stop', () => {
    const error = { code: 'capture.over-budget', message: '', remedy: '', facts: {} }
    expect(shapeOf([row('over', [15, 49], { state: 'failed', error })], 'over')).toEqual([
      '5 s at 19 Hz - next',
      '15 s at 49 Hz over current',
      '60 s at 99 Hz -',
      '15 s at 49 Hz, DWARF -',
    ])
  })

  it('show the one that is looked at, where a rung was taken twice', () => {
    expect(shapeOf([first, row('again', [5, 19])], 'first')[0]).toBe('5 s at 19 Hz first current')
    expect(shapeOf([first, row('again', [5, 19])], 'again')[0]).toBe('5 s at 19 Hz again current')
  })
})

describe('what a rung showed', () => {
  it('is its cost and how much it gave', () => {
    expect(describeTaken(recipe, first)).toBe('tracer 0.82 %, 192 samples, none lost')
    const bpf = { cpuSeconds: 0.05, runs: 1e6, wallSeconds: 5 }
    expect(describeTaken(recipe, { ...first, bpf })).toContain('in the kernel 1 %')
    expect(describeTaken(recipe, row('on', [5, 19], { state: 'running' }))).toBe('running')
    const error = { code: 'capture.over-budget', message: '', remedy: '', facts: {} }
    expect(describeTaken(recipe, row('over', [5, 19], { state: 'failed', error, lost: 7 }))).toBe(
      'stopped over its budget, tracer 0.82 %, 192 samples, 7 lost',
    )
  })

  it('stands beside what was expected', () => {
    const estimate = estimateCapture(recipe, first.parameters, 2)
    const bpf = { cpuSeconds: 0.05, runs: 1e6, wallSeconds: 5 }
    expect(costFacts({ ...first, bpf }, estimate)).toEqual([
      'tracer 0.82 %, expected 4.5 %',
      'in the kernel 1 %',
      '200 k probe hits a second',
      '192 of 190 samples expected at most',
    ])
    expect(costFacts(first, null)).toEqual(['tracer 0.82 %'])
  })
})
