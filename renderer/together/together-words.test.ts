import { describe, expect, it } from 'vitest'
import type { CaptureGroup, GroupMember } from '../../shared/model/capture-group.ts'
import { describeClock, describeStart, describeTogether, withError } from './together-words.ts'

const ms = 1e6
const member = (change: Partial<GroupMember> = {}): GroupMember => ({
  ...{ captureId: 'c', name: 'x', hostId: 'h', hostLabel: 'web', recipeId: 'r', state: 'done', error: null },
  ...{ events: 1, bytes: 1, duration: 1, tracerCpuPercent: 1, clock: { start: null, end: null } },
  ...{ start: null, late: null, shift: null },
  ...change,
})
const group = (change: Partial<CaptureGroup>): CaptureGroup => ({
  ...{ id: 'g', name: 'x', plannedAt: null, members: [member(), member(), member()], spread: null },
  ...change,
})

describe('captures that were started together', () => {
  it('say how far their starts were apart, with no more digits than the error allows', () => {
    expect(withError(12.3456 * ms, 8.123 * ms)).toBe('12.3 ms ± 8.1 ms')
    expect(withError(0, 1.5 * ms)).toBe('0 s ± 1.5 ms')
    expect(describeTogether(group({ spread: { by: 12 * ms, error: 8 * ms } }))).toBe(
      'with 2 others, started within 12 ms ± 8 ms',
    )
    expect(describeTogether(group({ members: [member(), member()] }))).toBe('with 1 other')
    expect(describeTogether(group({ members: [member()] }))).toBe('started with others, which are gone')
    expect(describeStart({ at: 7 * ms, error: 2 * ms })).toBe('+7 ms ± 2 ms')
    expect(describeStart(null)).toBe('')
  })

  it('say how far each clock was off, and whether it moved', () => {
    const reading = (offset: number) => ({ offset, error: 1 * ms, at: 0 })
    expect(describeClock(member()).text).toBe('')
    const steady = describeClock(member({ clock: { start: reading(3000 * ms), end: reading(3001 * ms) } }))
    expect(steady.text).toBe('+3 s ± 1 ms')
    expect(steady.hint).toContain('At the end it was the same, to 2 ms')
    const moved = describeClock(member({ clock: { start: reading(-5 * ms), end: reading(15 * ms) } }))
    expect(moved.text).toBe('-5 ms ± 1 ms')
    expect(moved.hint).toContain('moved by 20 ms ± 2 ms')
  })
})
