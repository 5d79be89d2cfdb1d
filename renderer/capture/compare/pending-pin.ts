/** A pin that is opened on another page: left here before going there, taken when that page opens. */
import type { Pin, ViewState } from '../../../shared/model/finding.ts'

export interface PendingViews {
  readonly a: ViewState
  readonly b: ViewState | null
}

const pending = new Map<string, PendingViews>()
const keyOf = (captureId: string, compareId: string | null) => `${captureId} ${compareId ?? ''}`

export const leavePin = (pin: Pin): void => {
  pending.set(keyOf(pin.captureId, pin.otherCaptureId), { a: pin.state, b: pin.otherState })
}

export function takePin(captureId: string, compareId: string | null): PendingViews | null {
  const key = keyOf(captureId, compareId)
  const views = pending.get(key) ?? null
  pending.delete(key)
  return views
}
