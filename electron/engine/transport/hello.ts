/** The first bytes of whatever answers: RFC 4253, section 4.2. */
import { printable } from './ssh-errors.ts'

/** Lines before the identification are allowed, but not without end. */
const maxLength = 8192

export interface Hello {
  hear(chunk: Buffer): void
  /** It identified itself as SSH 2. */
  isSsh(): boolean
  /** There is nothing more to wait for. */
  isComplete(): boolean
  /** Its first line, printable. */
  said(): string
  /** 'SSH-2.0-OpenSSH_9.2p1 Debian-2', printable; '' when it did not say so yet */
  identification(): string
}

export const createHello = (): Hello => {
  let heard = ''
  const isSsh = () => /(?:^|\n)SSH-(?:2\.0|1\.99)-/.test(heard)
  return {
    hear: (chunk) => {
      heard += chunk.toString('latin1', 0, maxLength - heard.length)
    },
    isSsh,
    isComplete: () => isSsh() || heard.length >= maxLength,
    identification: () => printable(/(?:^|\n)(SSH-[^\n]*)/.exec(heard)?.[1] ?? ''),
    said: () => printable(heard.split('\n')[0] ?? ''),
  }
}
