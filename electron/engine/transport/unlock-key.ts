/** A passphrase tried in a thread of its own: that takes about a second, in which the engine has other things to do. */
import type { ParsedKey } from 'ssh2'
import type { KeyService } from '../workers/key-service.ts'
import { startWorker } from '../workers/start-worker.ts'
import { decryptKey } from './private-key.ts'

/** null: the passphrase does not fit. Throws ssh.key-unreadable. */
export const unlockKey = async (
  path: string,
  bytes: Buffer,
  passphrase: string,
): Promise<ParsedKey | null> => {
  const worker = startWorker<KeyService, 'key-worker'>('key-worker', {})
  try {
    const text = await worker.call('unlock', { path, bytes, passphrase })
    return text === null ? null : decryptKey(path, Buffer.from(text), null)
  } finally {
    await worker.stop()
  }
}
