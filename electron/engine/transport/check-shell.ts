/** Whether what runs behind a login is a shell of ours: a ForceCommand, a menu or a closed account answers too. */
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { printable } from './ssh-errors.ts'
import { createNonce } from './stderr-markers.ts'
import type { Transport } from './transport.ts'

/** rc files may be slow */
const timeoutMs = 30_000

/** Throws ssh.not-a-shell, or what `run` throws. The transport stays open in any case. */
export const checkShell = async (transport: Transport, signal: AbortSignal): Promise<void> => {
  const nonce = createNonce()
  const { exitCode, stdout, stderr } = await transport.run(`printf %s ${nonce}`, { signal, timeoutMs })
  if (Buffer.from(stdout).includes(nonce)) return
  const said =
    [stdout, stderr].map((bytes) => printable(Buffer.from(bytes).toString('utf8'))).find(Boolean) ?? ''
  throw new SmokejumperError({
    code: 'ssh.not-a-shell',
    message: `${transport.description} let us in, but runs no "sh -s" for this user${said === '' ? '' : `; it says: "${said}"`} (exit status ${exitCode ?? 'none'}).`,
    remedy:
      'A ForceCommand, a command= in authorized_keys or a login shell such as nologin is in the way. Use another user or key, or ask for an exception.',
    facts: { said, exitCode: exitCode ?? -1 },
  })
}
