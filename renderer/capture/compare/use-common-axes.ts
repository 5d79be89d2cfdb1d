/** The axes that two captures are drawn on together. */
import { useCallback, useMemo, useState } from 'react'
import { everything, type Range } from '../../../shared/contract/selection.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { OneClock } from '../../together/use-one-clock.ts'
import { unite } from '../histogram/latency-scale.ts'
import type { CommonAxes, Measured, SideKey } from '../side.tsx'
import { useView } from '../use-view.ts'

const unshifted = { a: 0, b: 0 }

type Sizes = Readonly<Record<string, number>>

export function useCommonAxes(
  a: CaptureDetail,
  b: CaptureDetail,
  flameScale: 'share' | 'total',
  clock: OneClock | null,
): CommonAxes {
  const [sizes, setSizes] = useState<Sizes>({})
  const domainA = useDomain(a)
  const domainB = useDomain(b)
  const report = useCallback(
    (side: SideKey, what: Measured, size: number) =>
      setSizes((now) => {
        const key = `${what} ${side}`
        return now[key] === size ? now : { ...now, [key]: size }
      }),
    [],
  )
  const largest = useCallback(
    (what: Measured) => Math.max(sizes[`${what} a`] ?? 0, sizes[`${what} b`] ?? 0),
    [sizes],
  )
  const [heat, setHeat] = useState<{ readonly a?: Range; readonly b?: Range }>({})
  const reportHeat = useCallback(
    (side: SideKey, { from, to }: Range) =>
      setHeat((now) =>
        now[side]?.from === from && now[side]?.to === to ? now : { ...now, [side]: { from, to } },
      ),
    [],
  )
  const heatLatency = useMemo(() => unite(heat.a, heat.b), [heat])
  const shift = clock?.shift ?? unshifted
  const span = Math.max((a.duration ?? 0) + shift.a, (b.duration ?? 0) + shift.b)
  const latency = useMemo(() => unite(domainA, domainB), [domainA, domainB])
  return useMemo(
    () => ({ span, shift, latency, flameScale, largest, report, heatLatency, reportHeat }),
    [span, shift, latency, flameScale, largest, report, heatLatency, reportHeat],
  )
}

/** Of the whole capture, so that the axis stays where it is while selections change. */
function useDomain({ id, streams }: CaptureDetail) {
  const hasLatency = streams.some(({ kind }) => kind !== 'samples')
  const view = useView('views.histogram', hasLatency ? { captureId: id, selection: everything } : null)
  return view.answer?.result.domain ?? null
}
