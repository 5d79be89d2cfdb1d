/** Names of functions without what they were made for. */

/** What is read as an operator's sign: longest first. */
const sign = /<=>|<<=|>>=|->\*|<<|>>|<=|>=|->|<|>|\(\)|\[\]|[-+*/%^&|~!=,]{1,2}/y
const closes: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
/** In angle brackets, and yet no arguments: Rust's `::<impl [T]>::`, and what compilers call the nameless. */
const nameless = ['impl ', 'lambda', 'unnamed', 'anonymous']

/**
 * Without template arguments: `std::vector<int>::push_back` is `std::vector::push_back`, Rust's `Vec<T>` is `Vec`, `sum::<u8>` is `sum`, Go's
 * `List[int]` and `List[...]` are `List`. What is a name and no argument stays: operators with their signs, lambdas, `<T as Trait>::f`,
 * `<lambda(int)>`, `(anonymous namespace)`, Python's `<module>`. A name whose brackets do not match (it was cut) is left as it is.
 */
export function stripTemplates(name: string): string {
  if (!/[<[]/.test(name) || name.startsWith('py::')) return name
  let kept = ''
  /** brackets that are open; those from `dropFrom` on are being left out */
  const open: string[] = []
  const depth: Record<string, number> = { '<': 0, '(': 0, '[': 0, '{': 0 }
  const push = (bracket: string): void => {
    open.push(bracket)
    depth[bracket]!++
  }
  const pop = (): void => {
    depth[open.pop()!]!--
  }
  let dropFrom = Infinity
  let i = 0
  while (i < name.length) {
    const length = readOperator(name, i)
    if (length > 0) {
      if (open.length < dropFrom) kept += name.slice(i, i + length)
      i += length
      const blank = name[i] === ' ' && name[i + 1] === '<'
      if (open.length < dropFrom && (name[i] === '<' || blank)) {
        if (blank) i++
        dropFrom = open.length
        push('<')
        i++
      }
      continue
    }
    const character = name[i]!
    const isDropping = open.length > dropFrom
    if (character === '<' || character === '(' || character === '{' || character === '[') {
      if (!isDropping && opensArguments(name, i)) {
        dropFrom = open.length
        if (kept.endsWith('::')) kept = kept.slice(0, -2)
      } else if (!isDropping) kept += character
      push(character)
    } else if (character === '>' && open.at(-1) === '<' && name[i - 1] !== '-') {
      pop()
      if (!isDropping) kept += character
      if (open.length === dropFrom) dropFrom = Infinity
    } else if (closes[character] !== undefined) {
      // A '<' that is still open here was a comparison.
      while (open.at(-1) === '<' && depth[closes[character]]! > 0) pop()
      if (open.length <= dropFrom && isDropping) return name
      if (open.at(-1) === closes[character]) pop()
      if (!isDropping) kept += character
      if (open.length === dropFrom) dropFrom = Infinity
    } else if (!isDropping) kept += character
    i++
  }
  return open.length === 0 ? kept : name
}

/** How long the operator's name with its sign is that begins here; 0 for none, and for those of words. */
function readOperator(name: string, at: number): number {
  if (!name.startsWith('operator', at) || isWord(name[at - 1])) return 0
  let end = at + 'operator'.length
  while (name[end] === ' ') end++
  sign.lastIndex = end
  const found = sign.exec(name)?.[0]
  if (found === undefined) return 0
  // LLVM writes operator< of int as operator<<int>.
  const isLess = found === '<<' && isWord(name[end + 2])
  return end + (isLess ? 1 : found.length) - at
}

function opensArguments(name: string, at: number): boolean {
  const before = name[at - 1]
  if (name[at] === '<') {
    if (name.startsWith('::', at - 2)) return !nameless.some((text) => name.startsWith(text, at + 1))
    return isWord(before) || before === '}'
  }
  if (name[at] !== '[' || !isWord(before) || name[at + 1] === ']') return false
  // _[k] is how folded stacks mark the kernel's frames.
  return !(before === '_' && name[at + 2] === ']')
}

const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}_$]/u.test(character)
