/** What a format that is written is to the rest of the program: a profile in, the bytes of a file out. */
import type { Profile } from '../model/profile.ts'
import type { EpochMilliseconds, Nanoseconds } from '../units/units.ts'
import type { ExportHead } from './export-heads.ts'

export interface ExportOptions {
  /** what the file calls the profile: the capture's name */
  readonly name?: string
  /** wall clock of the host at time 0 */
  readonly startedAt?: EpochMilliseconds
  /** named instants, ns since the capture's start; of formats that have a place for them */
  readonly marks?: readonly { readonly time: Nanoseconds; readonly text: string }[]
  /** the names as they are in the profile, where the format has a custom of shortening them */
  readonly raw?: boolean
  /** of formats that by custom hold the first event only: all of them */
  readonly allEvents?: boolean
}

export interface Exporter extends ExportHead {
  /**
   * The file in chunks of some 100 KiB, never as a whole. What the format cannot carry is left out, and the docstring
   * of the exporter says what. Throws SmokejumperError export.unsupported when nothing of the profile can be carried.
   */
  write(profile: Profile, options: ExportOptions): Generator<Uint8Array>
}
