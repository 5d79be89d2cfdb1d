/** Whether a host can do a recipe, as its last probe saw it. The engine's preflight has the last word. */
import type { Host } from '../../shared/model/host.ts'
import type { ParameterValues, Recipe } from '../../shared/model/recipe.ts'

export interface Need {
  readonly id: string
  readonly title: string
  readonly state: 'yes' | 'no' | 'limited' | 'unknown'
  readonly detail: string
  readonly remedy: string
}

/** What the recipe needs of the host, each with how it stands; [] for a host that was not probed. */
export function listNeeds(recipe: Recipe, values: ParameterValues, host: Host): readonly Need[] {
  const { probe } = host
  if (probe === null) return []
  const needs = recipe.needs.map((id): Need => {
    const ability = probe.abilities.find((candidate) => candidate.id === id)
    return (
      ability ?? {
        id,
        title: id,
        state: 'unknown',
        detail: 'The probe did not look for it.',
        remedy: 'Probe the host again.',
      }
    )
  })
  if (needsRoot(recipe, values)) needs.push(rootNeed(recipe, host))
  return needs
}

const needsRoot = (recipe: Recipe, values: ParameterValues): boolean =>
  recipe.root === 'always' || (recipe.root === 'system-wide' && isSystemWide(recipe, values))

/** No process is chosen. */
export function isSystemWide(recipe: Recipe, values: ParameterValues): boolean {
  const pids = recipe.parameters.find(({ type }) => type === 'pids')
  const chosen = pids === undefined ? undefined : values[pids.id]
  return !Array.isArray(chosen) || chosen.length === 0
}

function rootNeed(recipe: Recipe, { probe }: Host): Need {
  const head = { id: 'root', title: recipe.root === 'always' ? 'Root' : 'Root, for the whole system' }
  const facts = probe?.facts
  if (facts === undefined) return { ...head, state: 'unknown', detail: '', remedy: '' }
  if (facts.privilege !== 'none') {
    return {
      ...head,
      state: 'yes',
      detail: facts.privilege === 'root' ? 'logged in as root' : 'sudo without a password',
      remedy: '',
    }
  }
  const paranoid = facts.perfEventParanoid
  if (recipe.root === 'system-wide' && paranoid !== null && paranoid <= 0) {
    return { ...head, state: 'yes', detail: `not needed: perf_event_paranoid is ${paranoid}`, remedy: '' }
  }
  return {
    ...head,
    state: 'no',
    detail: `${facts.user} is not root, and sudo would ask for a password.`,
    remedy:
      recipe.root === 'system-wide'
        ? 'Choose processes of this user, or allow sudo without a password for it.'
        : 'Log in as root, or allow sudo without a password for this user.',
  }
}

/** Worst first: 'no' hides 'limited' hides 'unknown'. */
export function worstOf(needs: readonly Need[]): Need['state'] {
  for (const state of ['no', 'limited', 'unknown'] as const) {
    if (needs.some((need) => need.state === state)) return state
  }
  return 'yes'
}
