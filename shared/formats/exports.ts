/** Every format that can be written, by id. */
import { SmokejumperError } from '../errors/errors.ts'
import type { Exporter } from './exporter.ts'
import { folded } from './folded.ts'

export const exporters: readonly Exporter[] = [folded]

const byId = new Map(exporters.map((exporter) => [exporter.id, exporter]))
if (byId.size !== exporters.length) throw new Error('Two exporters have one id')

/** Throws SmokejumperError export.unsupported for an id that no exporter has. */
export const exporterById = (id: string): Exporter => {
  const exporter = byId.get(id)
  if (exporter) return exporter
  throw new SmokejumperError({
    code: 'export.unsupported',
    message: `There is no export to "${id}".`,
    remedy: `There are: ${[...byId.keys()].join(', ')}.`,
    facts: { format: id },
  })
}
