/**
 * A line of a call chain in the text of perf script:
 *
 *     \t    address symbol+0xoffset (module)
 *
 * Symbols hold spaces, parentheses and brackets; modules may too. Symbol or module may be missing, by -F.
 * Source: tools/perf/util/evsel_fprintf.c, sample__fprintf_callchain().
 */
import type { FrameKind } from '../model/profile.ts'

export interface PerfFrame {
  readonly addressHigh: number
  readonly addressLow: number
  /** without its offset; '[unknown]' as perf prints it */
  readonly name: string
  /** null where the line has none: inlined, or -F without dso */
  readonly module: string | null
  readonly kind: FrameKind
}

const SPACE = 32
const TAB = 9
const PARENTHESIS_OPEN = 40
const PARENTHESIS_CLOSE = 41

const decoder = new TextDecoder()

/** -1 for a byte that is no lower-case hexadecimal digit. */
const hexDigit = (byte: number): number => {
  if (byte >= 48 && byte <= 57) return byte - 48
  if (byte >= 97 && byte <= 102) return byte - 87
  return -1
}

/**
 * Where the module's opening parenthesis is: the last ` (` whose parentheses balance to the end of the line, so
 * that `(/memfd:jit (deleted))` is one module; or simply the last ` (`. -1 when the line does not end so.
 */
const findModule = (bytes: Uint8Array, start: number, end: number): number => {
  if (bytes[end - 1] !== PARENTHESIS_CLOSE) return -1
  let depth = 0
  let last = -1
  for (let at = end - 1; at > start; at--) {
    const byte = bytes[at]
    if (byte === PARENTHESIS_CLOSE) depth++
    else if (byte === PARENTHESIS_OPEN) {
      depth--
      if (bytes[at - 1] !== SPACE) continue
      if (depth === 0) return at
      if (last === -1) last = at
    }
  }
  return last
}

const isKernelModule = (module: string): boolean =>
  /^\[(kernel\.|guest\.kernel|guest_kernel)/.test(module) ||
  /(^|\/)vmlinux[^/]*$|\.ko(\.\w+)?$/.test(module) ||
  // [nf_conntrack], but not [vdso], [stack], [anon:...], [unknown]
  /^\[(?!vdso|vsyscall|vvar|heap|stack|anon|uprobes|unknown)[^\]]+\]/.test(module)

const isJitModule = (module: string): boolean =>
  /\/perf-\d+\.map$|(^|\/)jitted-\d+-\d+\.so$|^\[anon|^\/\/anon|^\/memfd:/.test(module)

/** What kind of code it is, from the module, the address and the symbol. */
export const kindOfFrame = (name: string, module: string | null, addressHigh: number): FrameKind => {
  if (module === 'inlined') return 'inlined'
  if (name === '[unknown]') return 'unknown'
  if (module !== null && isJitModule(module)) return 'jit'
  // x86-64 and arm64 have the kernel in the upper half
  if (addressHigh >>> 31 === 1 || (module !== null && isKernelModule(module))) return 'kernel'
  return 'user'
}

/** Reads bytes[start, end). Null when it is no such line. */
export const readFrame = (bytes: Uint8Array, start: number, end: number): PerfFrame | null => {
  let at = start
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++
  let last = end
  while (last > at && bytes[last - 1] === SPACE) last--

  const addressStart = at
  let high = 0
  let low = 0
  for (let digit = 0; at < last; at++) {
    digit = hexDigit(bytes[at]!)
    if (digit === -1) break
    high = (high << 4) | (low >>> 28)
    low = (low << 4) | digit
  }
  const digits = at - addressStart
  if (digits === 0 || digits > 16 || (at < last && bytes[at] !== SPACE)) return null

  const open = findModule(bytes, at, last)
  const module = open === -1 ? null : decoder.decode(bytes.subarray(open + 1, last - 1))
  const symbol = decoder
    .decode(bytes.subarray(at, open === -1 ? last : open))
    .trim()
    .replace(/\+0x[\da-f]+$/, '')
  const name = symbol === '' ? '[unknown]' : symbol
  const kind = kindOfFrame(name, module, high)
  return {
    addressHigh: high,
    addressLow: low,
    name,
    module: kind === 'inlined' ? null : module,
    kind,
  }
}
