/** What the tests need of the machine, and where Debian has it. */
import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

export interface NeededProgram {
  /** a name that is looked for in PATH and the sbin folders, or an absolute path */
  readonly program: string
  readonly debianPackage: string
}

export const neededPrograms: readonly NeededProgram[] = [
  { program: 'sshd', debianPackage: 'openssh-server' },
  { program: 'ssh-keygen', debianPackage: 'openssh-client' },
  { program: 'perf', debianPackage: 'linux-perf' },
  { program: 'bpftrace', debianPackage: 'bpftrace' },
  { program: 'strace', debianPackage: 'strace' },
  { program: process.env.CHROMIUM_PATH ?? 'chromium', debianPackage: 'chromium' },
  { program: 'gcc', debianPackage: 'gcc' },
  { program: '/usr/include/stdio.h', debianPackage: 'libc6-dev' },
  { program: 'sudo', debianPackage: 'sudo' },
  { program: 'doas', debianPackage: 'opendoas' },
  { program: 'ip', debianPackage: 'iproute2' },
  { program: 'ps', debianPackage: 'procps' },
  { program: 'busybox', debianPackage: 'busybox' },
  { program: 'fish', debianPackage: 'fish' },
  { program: 'tcsh', debianPackage: 'tcsh' },
  { program: 'google-authenticator', debianPackage: 'libpam-google-authenticator' },
]

const folders = (): string[] => [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
]

const isThere = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode)
    return true
  } catch {
    // Whatever is in the way, it cannot be used.
    return false
  }
}

export const findMissing = (): NeededProgram[] =>
  neededPrograms.filter(({ program }) =>
    isAbsolute(program)
      ? !isThere(program, constants.R_OK)
      : !folders().some((folder) => isThere(join(folder, program), constants.X_OK)),
  )
