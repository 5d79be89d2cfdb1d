/** Where OpenSSH looks when nothing else was said. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hop } from './destination.ts'

/** _PATH_SSH_USER_HOSTFILE and _PATH_SSH_SYSTEM_HOSTFILE, each with its second */
export const usualKnownHostsPaths = (home: string) => ({
  userKnownHostsPaths: [join(home, '.ssh', 'known_hosts'), join(home, '.ssh', 'known_hosts2')],
  globalKnownHostsPaths: ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
})

/** as ssh tries them, without those that need hardware */
const usualIdentities = ['id_rsa', 'id_ecdsa', 'id_ed25519'] as const

/** Key files to try for a hop: those that its config names, or the usual ones; only what is there. */
export const keyFilesOf = async (hop: Hop, home: string): Promise<string[]> => {
  const paths = hop.identityFiles ?? usualIdentities.map((name) => join(home, '.ssh', name))
  const present = await Promise.all(paths.map(exists))
  return paths.filter((_, index) => present[index])
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
