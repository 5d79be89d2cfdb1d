/** Captures of the tool whose every byte is known (fault-fixture.ts). */
import type { Bench } from './capture-fixture.ts'

export const modes = ['steady', 'deaf', 'forks', 'floods'] as const
export type Mode = (typeof modes)[number]

export interface SteadyRequest {
  readonly hostId: string
  readonly seconds: number
  readonly mode?: Mode
  readonly graceSeconds?: number
  readonly detached?: boolean
  readonly rotate?: boolean
}

export const startSteady = async (
  bench: Bench,
  { hostId, seconds, mode = 'steady', graceSeconds = 30, detached = false, rotate = false }: SteadyRequest,
): Promise<string> => {
  const request = {
    hostId,
    recipeId: 'steady',
    parameters: { seconds, mode },
    name: mode,
    graceSeconds,
    detached,
    rotate,
  }
  return (await bench.call('captures.start', request)).captureId
}
