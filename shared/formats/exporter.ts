/** What a format that is written is to the rest of the program: a profile in, the bytes of a file out. */
import type { Profile } from '../model/profile.ts'

export interface ExportOptions {
  /** what the file calls the profile: the capture's name */
  readonly name?: string
  /** the names as they are in the profile, where the format has a custom of shortening them */
  readonly raw?: boolean
  /** of formats that by custom hold the first event only: all of them */
  readonly allEvents?: boolean
}

export interface Exporter {
  /** as `--to` takes it: 'speedscope' */
  readonly id: string
  readonly title: string
  /** of the file's name, without the first dot: 'speedscope.json' */
  readonly extension: string
  readonly mediaType: string
  /**
   * The file in chunks of some 100 KiB, never as a whole. What the format cannot carry is left out, and the docstring
   * of the exporter says what. Throws SmokejumperError export.unsupported when nothing of the profile can be carried.
   */
  write(profile: Profile, options: ExportOptions): Generator<Uint8Array>
}
