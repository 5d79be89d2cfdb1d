import { describe, expect, it } from 'vitest'
import { newCaptureId } from './capture-id.ts'

describe('a capture id', () => {
  it('is short, lowercase and sorts by time', () => {
    const ids = [2026, 2027, 2050].map((year) => newCaptureId(Date.UTC(year, 0, 1)))
    for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/)
    expect([...ids].sort()).toEqual(ids)
  })
})
