/** Everything that can be known to go wrong before a tool is started, each with its remedy. */
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Host, ProbeReport } from '../../../shared/model/host.ts'
import type { ParameterValues, Recipe } from '../../../shared/model/recipe.ts'
import type { Bytes } from '../../../shared/units/units.ts'
import type { Ground } from './spool.ts'

/** The host's disk is never filled further than to this. */
export const floorBytes: Bytes = 32 * 1024 * 1024
/** Less than this is no room for a capture. */
const leastBytes: Bytes = 8 * 1024 * 1024

/** Throws preflight.tool-missing, .kernel-feature or .not-permitted for an ability that the recipe needs. */
export const checkNeeds = (recipe: Recipe, probe: ProbeReport): void => {
  for (const need of recipe.needs) {
    const ability = probe.abilities.find(({ id }) => id === need)
    if (ability?.state !== 'no') continue
    throw new SmokejumperError({
      code: /not installed|does not run/.test(ability.detail)
        ? 'preflight.tool-missing'
        : 'preflight.kernel-feature',
      message: `"${recipe.title}" needs ${ability.title} on ${probe.facts.hostname}: ${ability.detail || 'it is not there'}.`,
      remedy: ability.remedy || 'Install or enable it on the host, then probe again.',
      facts: { recipe: recipe.id, need },
    })
  }
}

const sudoRemedy = (user: string) =>
  `Allow ${user} to run \`sudo -n sh\` without a password on the host, or connect as root`

/**
 * Whether the recipe runs through sudo. Throws preflight.not-permitted when it needs root and there is no way.
 * perf may record the whole system without root where perf_event_paranoid is at most 0 (kernel's perf-security.rst).
 */
export const decideElevation = (
  recipe: Recipe,
  parameters: ParameterValues,
  facts: ProbeReport['facts'],
): boolean => {
  if (facts.uid === 0 || recipe.root === 'never') return false
  if (facts.privilege === 'sudo') return true
  if (recipe.root === 'always') {
    throw new SmokejumperError({
      code: 'preflight.not-permitted',
      message: `"${recipe.title}" needs root on ${facts.hostname}, and ${facts.user} can neither be root nor use sudo without a password.`,
      remedy: `${sudoRemedy(facts.user)}.`,
      facts: { recipe: recipe.id, user: facts.user },
    })
  }
  const paranoid = facts.perfEventParanoid
  if (choosesProcesses(recipe, parameters) || (paranoid !== null && paranoid <= 0)) return false
  throw new SmokejumperError({
    code: 'preflight.not-permitted',
    message: `perf may not record the whole system for ${facts.user} on ${facts.hostname}: kernel.perf_event_paranoid is ${paranoid ?? 'unknown'}, and sudo needs a password.`,
    remedy: `${sudoRemedy(facts.user)}, run \`sysctl -w kernel.perf_event_paranoid=0\` there, or choose processes of ${facts.user}.`,
    facts: { recipe: recipe.id, user: facts.user, perfEventParanoid: paranoid ?? 'unknown' },
  })
}

/** The PIDs that the capture is limited to; empty for the whole system. */
export const chosenPids = (recipe: Recipe, parameters: ParameterValues): readonly number[] => {
  const id = recipe.parameters.find(({ type }) => type === 'pids')?.id
  const value = id === undefined ? undefined : parameters[id]
  return Array.isArray(value) ? value : []
}

const choosesProcesses = (recipe: Recipe, parameters: ParameterValues): boolean =>
  chosenPids(recipe, parameters).length > 0

/**
 * The bytes that the capture may spool: its budget, or what the host can spare. Throws preflight.no-space,
 * preflight.no-such-process, preflight.tool-missing or capture.spool.
 */
export const checkGround = (recipe: Recipe, host: Host, ground: Ground): Bytes => {
  if (!ground.hasSetsid) {
    throw new SmokejumperError({
      code: 'preflight.tool-missing',
      message: `There is no setsid on ${host.label}; without it a tool cannot be stopped reliably.`,
      remedy: 'Install util-linux (or busybox) on the host.',
    })
  }
  if (ground.missingPids.length > 0) {
    const pids = ground.missingPids.join(', ')
    throw new SmokejumperError({
      code: 'preflight.no-such-process',
      message: `There is no process ${pids} on ${host.label}.`,
      remedy: 'Choose from the processes that run now.',
      facts: { pids },
    })
  }
  if (ground.base === '') {
    throw new SmokejumperError({
      code: 'capture.spool',
      message:
        host.spoolDirectory === ''
          ? `No folder on ${host.label} can be written: /var/tmp, /tmp, the home folder, /run and /dev/shm were tried.`
          : `The spool directory ${host.spoolDirectory} on ${host.label} is not there or cannot be written.`,
      remedy: "Set a spool directory in the host's settings that exists and can be written.",
      facts: { directory: host.spoolDirectory },
    })
  }
  const spare = ground.freeBytes - floorBytes
  if (spare < leastBytes) {
    throw new SmokejumperError({
      code: 'preflight.no-space',
      message: `${ground.base} on ${host.label} has ${megabytes(ground.freeBytes)} free; a capture needs ${megabytes(floorBytes + leastBytes)}, of which ${megabytes(floorBytes)} stay free.`,
      remedy: "Free space on the host, or set a spool directory with more room in the host's settings.",
      facts: { directory: ground.base, freeBytes: ground.freeBytes },
    })
  }
  return Math.min(recipe.budget.bytes, spare)
}

/** What prepare looks for when it chooses a folder. */
export const neededBytes = (recipe: Recipe): Bytes => recipe.budget.bytes + floorBytes

const megabytes = (bytes: Bytes): string => `${Math.floor(bytes / 1_048_576)} MiB`
