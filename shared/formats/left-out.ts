/** Counts the records that a reader leaves out, and says why and where at the end. */
import type { Loss } from '../model/profile.ts'

export interface LeftOut {
  /** what: in the plural, with the reason: 'events without a time'. A few different ones only. */
  add(what: string, count?: number): void
  losses(): readonly Loss[]
}

/** offset: bytes of the input up to what is read now */
export const createLeftOut = (offset: () => number): LeftOut => {
  const found = new Map<string, { count: number; offset: number }>()
  return {
    add(what, count = 1) {
      if (count === 0) return
      const known = found.get(what)
      if (known) known.count += count
      else found.set(what, { count, offset: offset() })
    },
    losses: () =>
      Array.from(found, ([what, { count, offset: at }]): Loss => {
        const detail = `Left out: ${what}; the first at byte ${at}.`
        return { kind: 'unparsed', count, detail }
      }),
  }
}
