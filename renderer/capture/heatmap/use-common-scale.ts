/** In Compare both heatmaps have one scale: a colour is as many events on either side. */
import { useEffect, useMemo } from 'react'
import { useSide } from '../side.tsx'
import type { HeatGrid } from './heat-grid.ts'

export function useCommonScale(grid: HeatGrid | null, what: 'seconds' | 'latencies'): HeatGrid | null {
  const { common, key } = useSide()
  const own = grid?.most ?? 0
  useEffect(() => common?.report(key, what, own), [common, key, what, own])
  const most = Math.max(own, common?.largest(what) ?? 0)
  return useMemo(() => grid && (most === grid.most ? grid : { ...grid, most }), [grid, most])
}
