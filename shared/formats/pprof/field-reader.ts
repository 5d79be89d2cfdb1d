/**
 * The fields of one protobuf message, as long as a file, from bytes cut anywhere: each sub-message whole, however the
 * chunks lie. Source: protobuf.dev, Encoding.
 */
/** a longer sub-message or string is passed over */
export const MAX_FIELD_BYTES = 16 * 1024 * 1024
const MAX_VARINT_BYTES = 10
/** that many fit into a number exactly */
const LOW_DIGITS = 7

export interface FieldHandler {
  /** A length-delimited field: bytes[start, end), valid only during the call. */
  bytes(field: number, bytes: Uint8Array, start: number, end: number): void
  /** value gives 64 bits without sign, during the call. */
  varint(field: number, value: () => bigint): void
  /** A field of more than MAX_FIELD_BYTES. */
  oversized(field: number): void
}

export interface FieldReader {
  push(chunk: Uint8Array): void
  /** bytes of the input before the field that is read */
  readonly offset: number
  /** the input may end here */
  readonly betweenFields: boolean
  /** where and why it stopped */
  readonly broken: { readonly offset: number; readonly what: string } | null
}

type State = 'tag' | 'varint' | 'length' | 'body' | 'skip' | 'broken'

export const createFieldReader = (handler: FieldHandler): FieldReader => {
  let state: State = 'tag'
  let field = 0
  let offset = 0
  let fieldOffset = 0
  /** of the varint that is read: its first 49 bits, and those above; arithmetic on bigints for each byte is slow */
  let low = 0
  let scale = 1
  let high = 0n
  let digits = 0
  /** of the body: bytes to come */
  let rest = 0
  let carried = new Uint8Array(1024)
  let carriedLength = 0
  let broken: { offset: number; what: string } | null = null

  const fail = (what: string) => {
    state = 'broken'
    broken = { offset: fieldOffset, what }
  }

  const valueOfVarint = () => BigInt.asUintN(64, high | BigInt(low))

  const endTag = () => {
    field = high === 0n ? Math.floor(low / 8) : Number.POSITIVE_INFINITY
    const type = low % 8
    if (field === 0 || field > 2 ** 29) fail(`has a field of the number ${field}`)
    else if (type === 0) state = 'varint'
    else if (type === 2) state = 'length'
    else fail(`has a field of wire type ${type}, which pprof does not use`)
  }

  const endLength = () => {
    rest = high === 0n ? low : Number.POSITIVE_INFINITY
    carriedLength = 0
    if (rest > MAX_FIELD_BYTES) {
      handler.oversized(field)
      state = 'skip'
    } else if (rest === 0) {
      state = 'tag'
      handler.bytes(field, carried, 0, 0)
    } else state = 'body'
  }

  /** Returns where to read on. */
  const readVarint = (chunk: Uint8Array, start: number): number => {
    let at = start
    while (at < chunk.length) {
      const byte = chunk[at++]!
      if (digits < LOW_DIGITS) {
        low += (byte & 0x7f) * scale
        scale *= 128
      } else high |= BigInt(byte & 0x7f) << BigInt(7 * digits)
      digits++
      if (byte >= 0x80) {
        if (digits === MAX_VARINT_BYTES) {
          fail('has a number of more than 10 bytes')
          return chunk.length
        }
        continue
      }
      if (state === 'tag') endTag()
      else if (state === 'length') endLength()
      else {
        state = 'tag'
        handler.varint(field, valueOfVarint)
      }
      low = 0
      scale = 1
      high = 0n
      digits = 0
      return at
    }
    return at
  }

  const readBody = (chunk: Uint8Array, start: number): number => {
    const end = Math.min(chunk.length, start + rest)
    if (carriedLength === 0 && end - start === rest) {
      state = 'tag'
      handler.bytes(field, chunk, start, end)
      return end
    }
    const wanted = carriedLength + end - start
    if (wanted > carried.length) {
      // what the length says may not come: it grows with what has come
      const larger = new Uint8Array(Math.max(wanted, carried.length * 2))
      larger.set(carried.subarray(0, carriedLength))
      carried = larger
    }
    carried.set(chunk.subarray(start, end), carriedLength)
    carriedLength = wanted
    rest -= end - start
    if (rest === 0) {
      state = 'tag'
      handler.bytes(field, carried, 0, carriedLength)
    }
    return end
  }

  return {
    push(chunk) {
      let at = 0
      while (at < chunk.length && state !== 'broken') {
        if (state === 'tag' && digits === 0) fieldOffset = offset + at
        if (state === 'body') at = readBody(chunk, at)
        else if (state === 'skip') {
          const skipped = Math.min(rest, chunk.length - at)
          rest -= skipped
          at += skipped
          if (rest === 0) state = 'tag'
        } else at = readVarint(chunk, at)
      }
      offset += chunk.length
      if (state === 'tag' && digits === 0) fieldOffset = offset
    },
    get offset() {
      return fieldOffset
    },
    get betweenFields() {
      return state === 'tag' && digits === 0
    },
    get broken() {
      return broken
    },
  }
}
