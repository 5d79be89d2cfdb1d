/**
 * Folds perf script text as stackcollapse-perf.pl does, written straight down for the tests: whole text, line by line,
 * a map of strings. It shares nothing with shared/formats, so that each checks the other. Where the script trips over
 * its input, both do better and alike: comms of one character, processes that are gone (-1/-1), deleted modules.
 */
export const foldNaively = (text: string): string[] => {
  const sums = new Map<string, number>()
  let head: { comm: string; period: number } | null = null
  let event: string | null = null
  let frames: string[] = []
  const close = (): void => {
    if (head) {
      const key = [head.comm, ...frames.toReversed()].join(';')
      sums.set(key, (sums.get(key) ?? 0) + head.period)
    }
    head = null
    frames = []
  }
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      close()
      continue
    }
    if (line.startsWith('#')) continue
    const headed = line.match(/^(\S.*?)\s+(-?\d+)\/(-?\d+)\s+\[\d+\]\s+[\d.]+:\s+(\d+)?\s*(\S+):\s*$/)
    if (headed) {
      const [, comm = '', , , period = '1', name = ''] = headed
      event ??= name
      head = name === event ? { comm: comm.replaceAll(/\s/g, '_'), period: Number(period) } : null
      continue
    }
    const frame = line.replace(/ \(deleted\)\)$/, ')').match(/^\s*(\w+)\s*(.+) \((.*)\)$/)
    if (!frame || !head) continue
    const module = frame[3] ?? ''
    let name = (frame[2] ?? '').replace(/\+0x[\da-f]+$/, '')
    if (name.startsWith('(')) continue
    if (name === '[unknown]') {
      name = module === '[unknown]' ? 'unknown' : (module.split('/').at(-1) ?? '')
      name = `[${name}]`
    } else {
      name = name.replaceAll(';', ':')
      if (!/\.\(.*\)\./.test(name)) name = name.replace(/\((?!anonymous namespace\)).*/, '')
      name = name.replaceAll(/["']/g, '')
    }
    frames.push(name)
  }
  close()
  return [...sums].map(([stack, sum]) => `${stack} ${sum}`).toSorted()
}
