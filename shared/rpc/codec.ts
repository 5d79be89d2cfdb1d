/**
 * Structured values as bytes: MessagePack, with an extension type per typed array (its elements as they lie in
 * memory). Both ends are on one machine, so byte order is its own. Every number is a float64, which keeps -0.
 * https://github.com/msgpack/msgpack/blob/master/spec.md
 */
import { Decoder, Encoder, ExtensionCodec } from '@msgpack/msgpack'

/** The number of the extension type is the place in this list plus 1: append only. */
const arrayTypes = [Uint8Array, Float64Array, Int32Array, BigUint64Array, Float32Array, Uint32Array] as const

const extensionCodec = new ExtensionCodec<undefined>()
arrayTypes.forEach((ArrayType, index) => {
  extensionCodec.register({
    type: index + 1,
    encode: (value) =>
      value instanceof ArrayType ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null,
    decode: (bytes) => {
      // A copy: aligned whatever the place in the frame, and it does not keep the frame alive.
      const copy = new Uint8Array(bytes.byteLength)
      copy.set(bytes)
      return new ArrayType(copy.buffer)
    },
  })
})

/** Object fields that are undefined are left out. Throws on what cannot be sent (functions, too deep). */
export const encodeMessage = (message: unknown): Uint8Array<ArrayBuffer> =>
  new Encoder({ extensionCodec, ignoreUndefined: true, forceIntegerToFloat: true }).encode(message)

/** Throws a RangeError or DecodeError on bytes that are no message. */
export const decodeMessage = (bytes: Uint8Array): unknown => new Decoder({ extensionCodec }).decode(bytes)
