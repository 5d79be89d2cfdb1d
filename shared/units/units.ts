/**
 * Numbers with their unit in the type. A plain number may be used where a unit is asked for, but one unit
 * never where another is: nanoseconds passed as bytes do not compile.
 */
type Unit<Name extends string> = number & { readonly unit?: Name }

/** Integer nanoseconds. Exact to 2^53 ns (104 days). */
export type Nanoseconds = Unit<'ns'>
export type Bytes = Unit<'bytes'>
export type Seconds = Unit<'s'>
export type Hertz = Unit<'Hz'>
export type Pid = Unit<'pid'>
/** Milliseconds since the Unix epoch, as Date.now() gives. */
export type EpochMilliseconds = Unit<'epoch-ms'>

/** Indices into the tables of a profile (shared/model/profile.ts); -1 where there is none. */
export type StringIndex = Unit<'string'>
export type FunctionIndex = Unit<'function'>
export type FrameIndex = Unit<'frame'>
export type StackIndex = Unit<'stack'>
export type ThreadIndex = Unit<'thread'>
