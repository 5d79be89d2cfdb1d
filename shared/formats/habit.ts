/** Whether looking something up is worth it: when it is hardly ever there, most of the lookups are left out for a while. */
const LOOKUPS = 256
/** of these, so many must be there */
const ENOUGH = 32
/** then so many are left out */
const LEFT_OUT = 1024

export interface Habit {
  /** Whether to look up this time. */
  looksUp(): boolean
  /** What was looked up was there. */
  met(): void
}

export const createHabit = (): Habit => {
  let lookups = 0
  let found = 0
  let leftOut = 0
  return {
    looksUp() {
      if (lookups === LOOKUPS) {
        if (found < ENOUGH) leftOut = LEFT_OUT
        lookups = 0
        found = 0
      }
      if (leftOut > 0) {
        leftOut--
        return false
      }
      lookups++
      return true
    },
    met() {
      found++
    },
  }
}
