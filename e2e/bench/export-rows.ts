/** A million samples out of the library again, in each format, piece by piece. */
import type { Args } from '../../shared/contract/contract.ts'
import { isExpected } from '../../shared/errors/errors.ts'
import { exportIds } from '../../shared/formats/export-heads.ts'
import { importText, openBenchLibrary } from './bench-library.ts'
import { generatePerfScript } from './generate-perf-script.ts'
import { readDeepStacks } from './inputs.ts'
import { type Measure, type Row, round, timedAsync } from './row.ts'

const CAPTURE = 'samples'

export const exportRows: Measure = async (scale) => {
  await using bench = await openBenchLibrary()
  const { library } = bench
  await importText(
    library,
    CAPTURE,
    generatePerfScript(readDeepStacks().toString('latin1'), 7, { samples: 1e6 * scale }),
  )
  const { streams } = await library.getCapture(CAPTURE)
  const rows: Row[] = []
  const formats: readonly Args<'exports.begin'>['format'][] = [...exportIds, 'raw']
  for (const format of formats) {
    let peak = 0
    let bytes = 0
    const read = async (): Promise<boolean> => {
      try {
        const { exportId } = await library.beginExport({ captureId: CAPTURE, format, options: {} })
        for (let done = false; !done; ) {
          const piece = await library.readExport(exportId)
          bytes += piece.bytes.length
          done = piece.done
          peak = Math.max(peak, process.memoryUsage.rss())
        }
        return true
      } catch (error) {
        if (isExpected(error) && error.code === 'export.unsupported') return false
        throw error
      }
    }
    const { ms, value } = await timedAsync(read)
    if (!value) continue
    rows.push({
      what: `export of ${streams[0]?.length ?? 0} samples: ${format}`,
      measured: `${(ms / 1000).toFixed(2)} s, ${Math.round(bytes / 1e6)} MB, RSS ${Math.round(peak / 1e6)} MB`,
      must: '5 s',
      holds: ms < 5000,
      figures: { ms: round(ms), bytes, peakRssBytes: peak },
    })
  }
  return rows
}
