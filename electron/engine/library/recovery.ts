/** What was read out of a damaged library, and what was not. */
export interface RecoveryReport {
  /** where the damaged file is kept */
  readonly damaged: string
  /** captures that are in the new library, with all that belongs to them */
  readonly whole: number
  /** captures of which something is missing, and what */
  readonly incomplete: readonly { readonly name: string; readonly what: string }[]
  /** captures that were there by number and of which nothing could be read but that */
  readonly lostCaptures: number
  /** rows that could not be read, by table; estimates where a table's own index of them is damaged */
  readonly lostRows: readonly { readonly table: string; readonly rows: number }[]
}
