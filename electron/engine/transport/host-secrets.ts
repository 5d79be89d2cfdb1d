/** What was typed for a host, for each hop of its way. In memory only, for as long as the pool lives. */
import type { Secrets } from './authentication.ts'

export interface HostSecrets {
  /** 'deploy@bastion:22' */
  of(hopName: string): Secrets
  /** answers to the system's ssh, by its question */
  readonly answers: Map<string, string>
}

export const createHostSecrets = (): HostSecrets => {
  const byHop = new Map<string, Secrets>()
  return {
    answers: new Map(),
    of(hopName) {
      const known = byHop.get(hopName) ?? { password: null, keys: new Map() }
      byHop.set(hopName, known)
      return known
    },
  }
}
