/**
 * A column on disk: typed arrays to compressed bytes and back, every bit the same. What an encoding's name means
 * never changes; a better one gets a new name.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { areSmallIntegers, decodeVarints, encodeVarints } from './varints.ts'

/**
 * varint, delta: see varints.ts. bytes: as they are. planes: the first bytes of all numbers (little endian), then the
 * second ones...: what is alike lies together. All of them then zstd. constant: one number, as it is, for all of them:
 * samples of a clock all weigh the same.
 */
export type ColumnEncoding = 'varint' | 'delta' | 'bytes' | 'planes' | 'constant'
export type ColumnType = 'i32' | 'f64' | 'u8' | 'u64'
export type Column = Int32Array | Float64Array | Uint8Array | BigUint64Array

export interface ColumnShape {
  readonly type: ColumnType
  /** ascending, or nearly: kept as differences */
  readonly rising: boolean
}

export interface EncodedColumn {
  readonly encoding: ColumnEncoding
  readonly data: Uint8Array
}

export function encodeColumn(values: Column, rising: boolean): EncodedColumn {
  const only = encodeConstant(values)
  if (only) return { encoding: 'constant', data: only }
  if (values instanceof Uint8Array) return { encoding: 'bytes', data: zstdCompressSync(values) }
  if (!(values instanceof BigUint64Array) && areSmallIntegers(values))
    return {
      encoding: rising ? 'delta' : 'varint',
      data: zstdCompressSync(encodeVarints(values, rising)),
    }
  return { encoding: 'planes', data: zstdCompressSync(splitPlanes(values)) }
}

/** zlib's least chunkSize */
const LEAST_ROOM = 64

/** Throws when the data does not hold exactly `length` numbers. */
export function decodeColumn(type: ColumnType, length: number, encoded: EncodedColumn): Column {
  const column = allocate(type, length)
  decodeInto(column, encoded)
  return column
}

/** Likewise, as many numbers as `column` has; it may be a stretch of a longer one. */
export function decodeInto(column: Column, { encoding, data }: EncodedColumn): void {
  if (encoding === 'constant') {
    fillWith(column, data)
    return
  }
  // with room for all of it, it comes in one piece: twice as fast as in many
  const bytes = zstdDecompressSync(data, { chunkSize: column.byteLength + LEAST_ROOM })
  if (encoding === 'varint' || encoding === 'delta') {
    if (!(column instanceof Int32Array || column instanceof Float64Array))
      throw new RangeError(`A column of ${column.constructor.name} cannot be encoded as ${encoding}`)
    decodeVarints(bytes, column, encoding === 'delta')
    return
  }
  if (bytes.length !== column.byteLength)
    throw new RangeError(`The column holds ${bytes.length} bytes instead of ${column.byteLength}`)
  const raw = new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
  if (encoding === 'bytes') raw.set(bytes)
  else joinPlanes(bytes, raw, column.BYTES_PER_ELEMENT)
}

/** The bytes of the number that all of them are, bit for bit; null where they differ, or are none. */
function encodeConstant(values: Column): Uint8Array | null {
  const width = values.BYTES_PER_ELEMENT
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  if (raw.length === 0) return null
  // the first number that differs is mostly the second
  for (let at = width; at < raw.length; at++) if (raw[at] !== raw[at - width]) return null
  return raw.slice(0, width)
}

function fillWith(column: Column, data: Uint8Array): void {
  const width = column.BYTES_PER_ELEMENT
  if (data.length !== width)
    throw new RangeError(`The number of the column holds ${data.length} bytes instead of ${width}`)
  const raw = new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
  raw.set(data)
  for (let filled = width; filled < raw.length; filled *= 2)
    raw.copyWithin(filled, 0, Math.min(filled, raw.length - filled))
}

export function allocate(type: ColumnType, length: number): Column {
  if (type === 'i32') return new Int32Array(length)
  if (type === 'f64') return new Float64Array(length)
  if (type === 'u8') return new Uint8Array(length)
  return new BigUint64Array(length)
}

/** Least and greatest, NaN aside; null when there is nothing else. */
export function findExtent(values: Int32Array | Float64Array): { min: number; max: number } | null {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    if (value < min) min = value
    if (value > max) max = value
  }
  return min <= max ? { min, max } : null
}

function splitPlanes(values: Int32Array | Float64Array | BigUint64Array): Uint8Array {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const width = values.BYTES_PER_ELEMENT
  const planes = new Uint8Array(raw.length)
  for (let plane = 0, to = 0; plane < width; plane++)
    for (let from = plane; from < raw.length; from += width) planes[to++] = raw[from]!
  return planes
}

function joinPlanes(planes: Uint8Array, raw: Uint8Array, width: number): void {
  for (let plane = 0, from = 0; plane < width; plane++)
    for (let to = plane; to < raw.length; to += width) raw[to] = planes[from++]!
}

/** UTF-8 of all of them, behind the lengths of each in bytes. */
export function encodeStrings(strings: readonly string[]): EncodedColumn {
  const encoder = new TextEncoder()
  const texts = strings.map((text) => encoder.encode(text))
  const lengths = encodeVarints(
    texts.map((text) => text.length),
    false,
  )
  const head = encodeVarints([lengths.length], false)
  return { encoding: 'bytes', data: zstdCompressSync(Buffer.concat([head, lengths, ...texts])) }
}

export function decodeStrings(length: number, encoded: EncodedColumn): string[] {
  const bytes = zstdDecompressSync(encoded.data)
  let headEnd = 0
  while (bytes[headEnd]! >= 0x80) headEnd++
  headEnd++
  const sizeOfLengths = new Float64Array(1)
  decodeVarints(bytes.subarray(0, headEnd), sizeOfLengths, false)
  const lengths = new Float64Array(length)
  let at = headEnd + sizeOfLengths[0]!
  decodeVarints(bytes.subarray(headEnd, at), lengths, false)
  const strings: string[] = []
  for (const size of lengths) {
    strings.push(bytes.toString('utf8', at, at + size))
    at += size
  }
  if (at !== bytes.length) throw new RangeError('The strings hold more bytes than they should')
  return strings
}
