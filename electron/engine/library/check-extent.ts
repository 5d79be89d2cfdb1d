/** How closely a library is looked at before it is opened. */

/**
 * whole: every page is read, https://sqlite.org/pragma.html#pragma_quick_check, so it takes as long as the disk takes
 * to read the file. rows: all but the tables that hold bulk, which takes no longer for a library of many gigabytes.
 */
export type CheckExtent = 'whole' | 'rows'

/** Bytes up to which every page is read before the library is opened: some 50 ms, half a second from a slow disk. */
const SMALL = 64 * 1024 * 1024

export const extentFor = (bytes: number): CheckExtent => (bytes <= SMALL ? 'whole' : 'rows')
