/** How to get a tool, by distribution. */

export type Tool = 'perf' | 'bpftrace' | 'bcc' | 'libbpf-tools' | 'trace-cmd' | 'strace'

const families = ['ubuntu', 'debian', 'rhel', 'suse', 'alpine', 'arch'] as const
export type Family = (typeof families)[number]

const idsOf: Readonly<Record<Family, readonly string[]>> = {
  ubuntu: ['ubuntu'],
  debian: ['debian'],
  rhel: ['rhel', 'fedora', 'centos', 'rocky', 'almalinux', 'ol', 'amzn'],
  suse: ['suse', 'opensuse', 'opensuse-leap', 'opensuse-tumbleweed', 'sles', 'sled'],
  alpine: ['alpine'],
  arch: ['arch'],
}

/** `id` and `idLike`: of os-release(5). null: none of those that we know. */
export const familyOf = (id: string, idLike: string): Family | null => {
  for (const name of [id, ...idLike.split(' ')]) {
    const family = families.find((one) => idsOf[one].includes(name))
    if (family) return family
  }
  return null
}

const install: Readonly<Record<Family, string>> = {
  ubuntu: 'apt-get install',
  debian: 'apt-get install',
  rhel: 'dnf install',
  suse: 'zypper install',
  alpine: 'apk add',
  arch: 'pacman -S',
}

/** Where the package is not called like the tool. */
const packageNames: Readonly<Record<Family, Partial<Record<Tool, string>>>> = {
  // perf must fit the kernel that runs, and bcc compiles against its headers
  ubuntu: { perf: 'linux-tools-$(uname -r)', bcc: 'bpfcc-tools linux-headers-$(uname -r)' },
  debian: { perf: 'linux-perf', bcc: 'bpfcc-tools linux-headers-$(uname -r)' },
  rhel: { bcc: 'bcc-tools kernel-devel-$(uname -r)' },
  suse: { bcc: 'bcc-tools kernel-devel' },
  alpine: { bcc: 'bcc-tools' },
  arch: { bcc: 'bcc-tools linux-headers' },
}

/** A sentence with the command between backticks. */
export const installRemedy = (tool: Tool, family: Family | null, isRoot: boolean): string => {
  if (family === null) return `Install ${tool} with the host's package manager.`
  const command = `${install[family]} ${packageNames[family][tool] ?? tool}`
  return `Install it on the host: \`${isRoot ? '' : 'sudo '}${command}\`.`
}
