/** Ctrl-C, counted: what the first and the second do is the command's own choice. */
export interface Interrupts {
  /** Fires on the first, unless the command takes it over. */
  readonly signal: AbortSignal
  /** From now on the listener gets each one, with how many of them it has had. */
  takeOver(listener: (count: number) => void): void
  stop(): void
}

export const countInterrupts = (source: Pick<NodeJS.Process, 'on' | 'off'> = process): Interrupts => {
  const controller = new AbortController()
  let listener = (_count: number): void => controller.abort()
  let count = 0
  const onSignal = (): void => listener(++count)
  source.on('SIGINT', onSignal)
  source.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    takeOver: (next) => {
      listener = next
      count = 0
    },
    stop: () => {
      source.off('SIGINT', onSignal)
      source.off('SIGTERM', onSignal)
    },
  }
}
