import { SmokejumperError } from '../../errors/errors.ts'

/** What an exporter throws when nothing of a profile can be carried. `needs`: 'samples or slices'. */
export const unsupported = (format: string, needs: string): SmokejumperError =>
  new SmokejumperError({
    code: 'export.unsupported',
    message: `This capture has no ${needs}, which is what ${format} is made of.`,
    remedy: 'Choose another format, or export its raw output.',
    facts: { format },
  })
