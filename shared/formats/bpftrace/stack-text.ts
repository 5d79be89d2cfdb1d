/**
 * Stacks as bpftrace prints them, a line for each frame, leaf first: `    symbol+offset` and `    0xaddress`, or in
 * perf's way (kstack(perf)) `\taddress symbol+offset (module)`; raw (kstack(raw)) only the address. Offsets are
 * decimal. Source: bpftrace src/bpftrace.cpp, get_stack().
 */
import type { FrameKind } from '../../model/profile.ts'
import type { StackIndex } from '../../units/units.ts'
import { kindOfFrame } from '../perf-script-frame.ts'
import type { ProfileBuilder } from '../profile-builder.ts'

interface PrintedFrame {
  readonly name: string
  readonly module: string | null
  readonly addressHigh: number
  readonly addressLow: number
}

const halves = (digits: string): { addressHigh: number; addressLow: number } => ({
  addressHigh: Number.parseInt(digits.slice(0, -8) || '0', 16) | 0,
  addressLow: Number.parseInt(digits.slice(-8), 16) | 0,
})

const readPrintedFrame = (line: string): PrintedFrame => {
  const withAddress = /^\t\s*([\da-f]{1,16})(?: (.*))?$/s.exec(line)
  const rest = withAddress ? (withAddress[2] ?? '').trim() : line.trim()
  const bare = /^0x([\da-f]{1,16})\b/.exec(rest)?.[1]
  const address = halves(withAddress?.[1] ?? bare ?? '0')
  const open = withAddress && rest.endsWith(')') ? rest.lastIndexOf(' (') : -1
  const module = open === -1 ? null : rest.slice(open + 2, -1)
  const symbol = (open === -1 ? rest : rest.slice(0, open)).replace(/\+\d+$/, '')
  return {
    ...address,
    name: symbol === '' || /^0x[\da-f]+$/.test(symbol) ? '[unknown]' : symbol,
    module: module === '[unknown]' ? null : module,
  }
}

/** Where the kernel is entered from, on x86-64 and arm64: no frame of a user stack is called so. */
const kernelEntry =
  /^(entry_SYSCALL|do_syscall_64$|ret_from_fork|asm_|x64_sys_call$|__(x64|arm64)_sys_|el[01]t?_|ret_to_user|secondary_startup|common_startup|cpu_startup_entry$|start_secondary$|kthread$|__schedule$)/

export const isKernelEntry = (name: string): boolean => kernelEntry.test(name)

const isKernelStack = (frames: readonly PrintedFrame[]): boolean =>
  frames.some(
    ({ name, addressHigh, addressLow }) =>
      addressHigh >>> 31 === 1 || (addressHigh === 0 && addressLow === 0 && kernelEntry.test(name)),
  )

/**
 * The stacks of one key or event as one: the kernel's on top of the user's. Which is which is told by addresses and
 * entry points; of two that do not tell, the first is the kernel's, as in `[kstack, ustack]`. Returns -1 for none.
 */
export const addStacks = (builder: ProfileBuilder, stacks: readonly (readonly string[])[]): StackIndex => {
  const read = stacks
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const frames = lines.map(readPrintedFrame)
      return { frames, isKernel: isKernelStack(frames) }
    })
  if (read.length === 2 && !read[0]!.isKernel && !read[1]!.isKernel) read[0]!.isKernel = true
  // outermost first: the user's stacks, then the kernel's
  read.sort((a, b) => Number(a.isKernel) - Number(b.isKernel))
  let stack = -1
  for (const { frames, isKernel } of read) {
    for (let depth = frames.length - 1; depth >= 0; depth--) {
      const { name, module, addressHigh, addressLow } = frames[depth]!
      const own = kindOfFrame(name, module, addressHigh)
      const isNameless = addressHigh === 0 && addressLow === 0 && module === null && own === 'user'
      const kind: FrameKind = isKernel ? 'kernel' : isNameless ? 'unknown' : own
      stack = builder.stack(stack, builder.frame(builder.func(name, module, kind), addressHigh, addressLow))
    }
  }
  return stack
}
