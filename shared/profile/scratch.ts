/** Buffers that are used again by the next query instead of being allocated; each zeroed when it is taken. */
export interface Scratch {
  readonly f64: (name: string, length: number) => Float64Array
  readonly i32: (name: string, length: number) => Int32Array
  readonly u8: (name: string, length: number) => Uint8Array
}

export function createScratch(): Scratch {
  return {
    f64: pool((length) => new Float64Array(length)),
    i32: pool((length) => new Int32Array(length)),
    u8: pool((length) => new Uint8Array(length)),
  }
}

interface Buffer<Self> {
  readonly length: number
  fill(value: number): Self
  subarray(from: number, to: number): Self
}

function pool<Array extends Buffer<Array>>(allocate: (length: number) => Array) {
  const buffers = new Map<string, Array>()
  return (name: string, length: number): Array => {
    const known = buffers.get(name)
    if (known && known.length >= length) return known.subarray(0, length).fill(0)
    const made = allocate(length)
    buffers.set(name, made)
    return made
  }
}
