/** Who sent a message to the main process: only the top frame of our own page is listened to. */
import type { WebFrameMain } from 'electron'
import { isAppUrl } from './app-scheme.ts'

type Frame = Pick<WebFrameMain, 'url' | 'parent'>

/** A frame that has gone or navigated is null. Throws, which answers an `invoke` with an error. */
export const assertOwnSender = (frame: Frame | null): void => {
  if (frame === null || frame.parent !== null || !isAppUrl(frame.url)) {
    throw new Error(`A message from ${frame?.url ?? 'a frame that is gone'} was refused`)
  }
}
