/** Two captures of a group on one clock: what is drawn at the same place happened at the same time. */
import { useMemo, useState } from 'react'
import type { CaptureDetail } from '../../shared/model/capture.ts'
import type { Spread } from '../../shared/model/capture-group.ts'
import { shiftBetween } from '../../shared/profile/group-axis.ts'
import type { SideKey } from '../capture/side.tsx'
import { useGroup } from './use-group.ts'

export interface OneClock {
  /** ns that are added to a side's own times on the common axis, which begins with the earlier capture */
  readonly shift: Readonly<Record<SideKey, number>>
  /** how much later B began than A */
  readonly between: Spread
}

export interface OneClockChoice {
  /** null: not of one group, or their clocks are not known */
  readonly offered: OneClock | null
  readonly isOn: boolean
  readonly setOn: (isOn: boolean) => void
  /** offered, and chosen */
  readonly clock: OneClock | null
}

export function useOneClock(a: CaptureDetail, b: CaptureDetail): OneClockChoice {
  const groupId = a.group !== undefined && a.group.id === b.group?.id && a.id !== b.id ? a.group.id : null
  const [isOn, setOn] = useState(true)
  const { value, previous } = useGroup(groupId ?? '', groupId !== null)
  const group = groupId === null ? undefined : (value ?? previous)
  const offered = useMemo(() => {
    const placeOf = (id: string) => group?.members.find(({ captureId }) => captureId === id)?.shift ?? null
    const [placeA, placeB] = [placeOf(a.id), placeOf(b.id)]
    return placeA && placeB ? clockOf(shiftBetween(placeA, placeB)) : null
  }, [group, a.id, b.id])
  return useMemo(() => ({ offered, isOn, setOn, clock: isOn ? offered : null }), [offered, isOn])
}

export const clockOf = (between: Spread): OneClock => ({
  shift: { a: Math.max(0, -between.by), b: Math.max(0, between.by) },
  between,
})
