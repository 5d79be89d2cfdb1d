/** Which buffers may leave a thread without being copied, and what must be copied first. */
import type { Transferable } from 'node:worker_threads'

/**
 * The buffers of the typed arrays in a flat object (or of one typed array) that cover their buffer as a whole. A view
 * on a part, such as a Buffer out of Node's pool, is left to be copied: its buffer belongs to others too.
 */
export function ownedBuffers(value: unknown): Transferable[] {
  const found = new Set<ArrayBuffer>()
  const look = (candidate: unknown) => {
    if (!ArrayBuffer.isView(candidate)) return
    const { buffer, byteLength } = candidate
    if (buffer instanceof ArrayBuffer && byteLength > 0 && byteLength === buffer.byteLength) found.add(buffer)
  }
  look(value)
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    for (const field of Object.values(value)) look(field)
  return [...found]
}

/** Likewise of all typed arrays in an answer of a few layers. */
export function ownedBuffersWithin(value: unknown): Transferable[] {
  const found = new Set<Transferable>()
  const look = (candidate: unknown) => {
    if (ArrayBuffer.isView(candidate)) for (const buffer of ownedBuffers(candidate)) found.add(buffer)
    else if (Array.isArray(candidate)) {
      // texts and numbers hold none
      if (typeof candidate[0] === 'object') candidate.forEach(look)
    } else if (typeof candidate === 'object' && candidate !== null) Object.values(candidate).forEach(look)
  }
  look(value)
  return [...found]
}

/**
 * Gives the memory of bytes back at once that nobody will look at again, when they own it. The garbage collector would
 * see a small object, and run for many of them because of what hangs on it.
 */
export function freeBytes({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) buffer.transfer(0)
}

type TypedArray = Int32Array | Float64Array | Uint8Array | Uint32Array

const isTypedArray = (value: unknown): value is TypedArray =>
  value instanceof Int32Array ||
  value instanceof Float64Array ||
  value instanceof Uint8Array ||
  value instanceof Uint32Array

/**
 * The same answer with typed arrays of its own, so that transferring them takes nothing from a cache, and a view on
 * a part of a buffer does not carry the whole of it along.
 */
export function ownArrays<T>(answer: T): T {
  return copy(answer) as T
}

function copy(value: unknown): unknown {
  if (isTypedArray(value)) return value.slice()
  if (Array.isArray(value)) return typeof value[0] === 'object' ? value.map(copy) : value
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, copy(field)]))
  return value
}
