import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isExpected } from '../../../shared/errors/errors.ts'
import type { Recipe } from '../../../shared/model/recipe.ts'
import { checkParameters } from './check-parameters.ts'
import { expandArguments, toRecordedLine, toShell } from './expand-arguments.ts'
import { loadRecipes, parseRecipe } from './load-recipes.ts'

const directory = fileURLToPath(new URL('../../../resources/recipes', import.meta.url))
const { list, get } = await loadRecipes(directory)
const words = {
  spool: '/tmp/s p',
  arch: 'x86_64',
  'file:syscall-latency.bt': '/tmp/s p/syscall-latency.bt',
  'file:perf-live.sh': '/tmp/s p/perf-live.sh',
}

const errorOf = (action: () => unknown) => {
  try {
    action()
  } catch (error) {
    if (isExpected(error)) return error
    throw error
  }
  throw new Error('no error')
}

describe('the recipes that ship', () => {
  it('are these', () => {
    expect(list.map(({ id }) => id)).toEqual(['cpu-profile', 'syscall-latency'])
  })

  it('name what they know when asked for another', () => {
    expect(errorOf(() => get('nope'))).toMatchObject({
      code: 'recipe.unknown',
      remedy: 'Use one of: cpu-profile, syscall-latency.',
    })
  })
})

describe('a recipe file', () => {
  const rung = (parameters: Record<string, number>) => ({ title: 'a', note: 'b', parameters })
  const text = readFileSync(`${directory}/cpu-profile.json`, 'utf8')
  const broken = (change: (recipe: Recipe) => unknown) =>
    errorOf(() => {
      const recipe = JSON.parse(text) as Recipe
      return parseRecipe(JSON.stringify({ ...recipe, ...Object(change(recipe)) }), 'x/cpu-profile.json')
    })

  it.each([
    ['a wrong type', () => ({ costClass: 'huge' }), 'costClass'],
    ['a wrong type deep inside', () => ({ budget: { bytes: -1, renderSeconds: 1 } }), 'budget.bytes'],
    ['an unknown name', () => ({ record: ['perf', '{nope}'] }), '{nope}'],
    ['an unknown condition', () => ({ record: [{ when: 'nope', args: [] }] }), '{nope}'],
    ['a length that is no parameter', () => ({ duration: 'pids' }), 'duration'],
    ['render without what it reads', () => ({ recorded: undefined }), 'recorded'],
    [
      'a rate that is no number',
      ({ estimate }: Recipe) => ({ estimate: { ...estimate, rate: 'pids' } }),
      'estimate.rate',
    ],
    ['an impossible rung', () => ({ rungs: [rung({ hz: 5000 })] }), 'rungs.0.parameters.hz'],
    [
      'a lowest rung that is not its defaults',
      () => ({ rungs: [rung({ hz: 20 })] }),
      'a recipe starts at its lowest rung',
    ],
  ])('with %s is refused with the file and the place', (_, change, place) => {
    const error = broken(change)
    expect(error.code).toBe('recipe.invalid')
    expect(error.message).toContain('x/cpu-profile.json')
    expect(error.message).toContain(place)
  })

  it('that is no JSON is refused', () => {
    expect(errorOf(() => parseRecipe('{', 'x.json')).message).toContain('x.json')
  })
})

describe('arguments', () => {
  it('are the whole system without PIDs, and the PIDs with them', () => {
    const recipe = get('cpu-profile')
    const all = expandArguments(recipe.record, checkParameters(recipe, {}), words)
    expect(all.join(' ')).toBe(
      'perf record -N -k CLOCK_MONOTONIC --sample-cpu -e cpu-clock:I -F 19 --call-graph fp -a -o /tmp/s p/perf.data -- sleep 5',
    )
    const some = expandArguments(recipe.record, checkParameters(recipe, { pids: [7, 8], hz: 99 }), words)
    expect(some).toContain('7,8')
    expect(some).not.toContain('-a')
  })

  it('of a profile that is read while it is recorded leave nothing to be read afterwards', () => {
    const recipe = get('cpu-profile')
    const values = checkParameters(recipe, { reading: 'live' })
    expect(toShell(expandArguments(recipe.record, values, words))).toBe(
      `sh '/tmp/s p/perf-live.sh' perf record -N -k CLOCK_MONOTONIC --sample-cpu -e cpu-clock:I -F 19 --call-graph fp -a --no-buffering -o - -- sleep 5`,
    )
    expect(expandArguments(recipe.render ?? [], values, words)).toEqual([])
  })

  it('are quoted where they must be, and known on the host only as its variables', () => {
    const recipe = get('syscall-latency')
    const argv = expandArguments(recipe.record, checkParameters(recipe, { pids: [7, 8] }), words)
    expect(toShell(argv)).toBe(
      `bpftrace -B line -f json '/tmp/s p/syscall-latency.bt' 100000 3 x86_64 "$supervisor" "$carrier_1" "$carrier_2" "$carrier_3" "$carrier_4" 7 8`,
    )
    expect(toRecordedLine(argv, { A: '' }, { supervisor: '5', carrier1: '6' })).toBe(
      `A= bpftrace -B line -f json '/tmp/s p/syscall-latency.bt' 100000 3 x86_64 5 6 0 0 0 7 8`,
    )
  })
})

describe('parameters', () => {
  const recipe = get('cpu-profile')

  it('that are not given have their defaults', () => {
    expect(checkParameters(recipe, { seconds: 3 })).toEqual({
      seconds: 3,
      hz: 19,
      callGraph: 'fp',
      reading: 'afterwards',
      pids: [],
    })
  })

  it.each([
    [{ seconds: 0 }, 'a whole number from 1 to 600 s'],
    [{ seconds: 2.5 }, 'a whole number from 1 to 600 s'],
    [{ seconds: '5; reboot' }, 'a whole number from 1 to 600 s'],
    [{ callGraph: 'lbr' }, 'one of fp, dwarf'],
    [{ pids: 7 }, 'at most 32 process ids'],
    [{ pids: [0] }, 'at most 32 process ids'],
    [{ nope: 1 }, 'Use seconds, hz, callGraph, reading, pids.'],
  ])('%j is refused with what is possible', (given, possible) => {
    const error = errorOf(() => checkParameters(recipe, given))
    expect(error.code).toBe('recipe.parameter')
    expect(error.remedy).toContain(possible)
  })
})
