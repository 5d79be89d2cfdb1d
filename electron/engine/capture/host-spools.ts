/** All spools and stray processes of a user on a host; each function is one run of one script. */
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { HostSpool, StoppedAll, StrayProcess } from '../../../shared/model/host-spool.ts'
import { type AboutCapture, parseAbout } from './about-capture.ts'
import { type Reach, runScript } from './spool.ts'
import { parseSpoolStatus } from './spool-status.ts'

export interface FoundSpool extends Omit<HostSpool, 'isKnown'> {
  readonly about: AboutCapture | null
  readonly hostBootId: string
}

export interface Found {
  readonly spools: readonly FoundSpool[]
  readonly strays: readonly StrayProcess[]
}

/** `bases`: folders where spools may be beside the usual ones. */
export const listSpools = async (reach: Reach, bases: readonly string[]): Promise<Found> => {
  const { values, data, nonce } = await runWalk(reach, bases, 'list')
  return parseListing(new TextDecoder().decode(data), nonce, reach.elevate, values.get('boot_now') ?? '')
}

const runWalk = (reach: Reach, bases: readonly string[], script: 'list' | 'stop-all', timeoutMs?: number) =>
  runScript(reach, { bases: bases.join('\n') }, `${reach.scripts.walk}\n${reach.scripts[script]}`, timeoutMs)

/** The listing's records: a line `NONCE spool` or `NONCE stray`, then name=value lines. */
export const parseListing = (text: string, nonce: string, elevated: boolean, bootId: string): Found => {
  const spools = new Map<string, FoundSpool>()
  const strays: StrayProcess[] = []
  for (const record of text.split(`\n${nonce} `).slice(1)) {
    const [kind, ...lines] = record.split('\n')
    const values = new Map<string, string>()
    for (const line of lines) {
      const equals = line.indexOf('=')
      if (equals > 0 && !values.has(line.slice(0, equals)))
        values.set(line.slice(0, equals), line.slice(equals + 1))
    }
    if (kind === 'stray') strays.push(toStray(values, elevated))
    else if (kind === 'spool') {
      const spool = toSpool(values, elevated, bootId)
      // one folder may be reached by two names
      if (!spools.has(spool.captureId)) spools.set(spool.captureId, spool)
    }
  }
  return { spools: [...spools.values()], strays }
}

const toStray = (values: ReadonlyMap<string, string>, elevated: boolean): StrayProcess => ({
  pid: Number(values.get('pid')) || 0,
  elevated,
  command: values.get('command')?.trim() ?? '',
  directory: values.get('directory') ?? '',
})

const toSpool = (values: ReadonlyMap<string, string>, elevated: boolean, hostBootId: string): FoundSpool => {
  const directory = values.get('directory') ?? ''
  const captureId = directory.slice(directory.lastIndexOf('/') + 1)
  const about = parseAbout(values.get('about') ?? '')
  // a capture that says that it is another is not to be taken over
  const own = about?.captureId === captureId ? about : null
  const status = parseSpoolStatus(values)
  const clientMs = values.get('client_ms') ?? ''
  return {
    ...{ captureId, directory, elevated, hostBootId, about: own },
    name: own?.name ?? '',
    recipeId: own?.recipeId ?? '',
    startedBy: own?.startedBy ?? '',
    startedAt: own?.startedAt ?? null,
    detached: own?.detached ?? false,
    state: status?.state ?? '',
    running: values.get('supervisor_running') === 'yes',
    elapsedSeconds: status?.elapsedSeconds ?? 0,
    plannedSeconds: own?.plannedSeconds ?? 0,
    bytes: status?.spoolBytes ?? 0,
    clientSeconds: /^\d{1,12}$/.test(clientMs) ? Number(clientMs) / 1000 : null,
  }
}

/** Waits until the tools have flushed and ended, for up to 40 s. What they recorded stays. */
export const stopEverything = async (reach: Reach, bases: readonly string[]): Promise<StoppedAll> => {
  const { values } = await runWalk(reach, bases, 'stop-all', 90_000)
  const number = (name: string): number => {
    const text = values.get(name) ?? ''
    if (/^\d{1,6}$/.test(text)) return Number(text)
    throw new SmokejumperError({
      code: 'capture.spool',
      message: 'The host did not say what it has stopped.',
      remedy: 'Look again at what runs there.',
    })
  }
  return { stopped: number('stopped'), still: number('still'), strays: number('strays') }
}
