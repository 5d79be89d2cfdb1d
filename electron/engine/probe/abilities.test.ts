import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gatherEvidence } from './abilities.ts'
import { deriveAbilities } from './ability-table.ts'
import { familyOf, installRemedy } from './packages.ts'
import { parseProbeOutput, readFacts } from './probe-output.ts'

const read = (name: string) => readFileSync(new URL(`./fixtures/${name}.txt`, import.meta.url), 'utf8')

/** The probe of a real host, with some lines changed; '' takes a line away. */
const look = (name: string, changes: Record<string, string> = {}) => {
  let text = read(name)
  for (const [key, value] of Object.entries(changes)) {
    const line = new RegExp(`^${key.replaceAll('.', '\\.')}=.*\\n`, 'm')
    expect(text).toMatch(line)
    text = text.replace(line, value === '' ? '' : `${key}=${value}\n`)
  }
  const output = parseProbeOutput(Buffer.from(text), 'NONCE', '')
  const facts = readFacts(output)
  const abilities = deriveAbilities(gatherEvidence(output, facts))
  const of = (id: string) => {
    const ability = abilities.find((one) => one.id === id)
    if (ability === undefined) throw new Error(`no ability ${id}`)
    return ability
  }
  return { facts, abilities, of, states: Object.fromEntries(abilities.map(({ id, state }) => [id, state])) }
}

describe('the facts', () => {
  it('are read from what the host printed', () => {
    expect(look('debian-12-user').facts).toEqual({
      hostname: 'vm',
      kernel: '6.18.44',
      distribution: 'Debian GNU/Linux 12 (bookworm)',
      distributionId: 'debian',
      architecture: 'x86_64',
      cpus: 2,
      uptime: expect.any(Number),
      user: 'deploy',
      uid: 1001,
      privilege: 'none',
      perfEventParanoid: 2,
      kptrRestrict: 0,
      cgroup: 'v1, with v2 at /sys/fs/cgroup/unified',
      spoolFree: expect.any(Number),
      spoolDirectory: '/var/tmp',
      loadAverage: expect.stringMatching(/^\d+\.\d+ \d+\.\d+ \d+\.\d+$/),
    })
  })

  it('hold no terminal escapes', () => {
    expect(look('debian-12-user', { hostname: '\x1b[31mred\x07' }).facts.hostname).toBe('[31mred')
  })

  it('are null where the kernel has no such file', () => {
    const { facts } = look('debian-12-user', { 'sysctl.perf_event_paranoid': '', 'sysctl.kptr_restrict': '' })
    expect([facts.perfEventParanoid, facts.kptrRestrict]).toEqual([null, null])
  })
})

describe('what a host can', () => {
  it('as root', () => {
    expect(look('debian-12-root').states).toEqual({
      perf: 'yes',
      'perf.system-wide': 'yes',
      'perf.kernel-stacks': 'yes',
      bpftrace: 'yes',
      bcc: 'no',
      'libbpf-tools': 'yes',
      'trace-cmd': 'no',
      strace: 'yes',
      btf: 'yes',
      kprobes: 'no',
      uprobes: 'yes',
      tracepoints: 'yes',
      'syscall-tracepoints': 'yes',
      ftrace: 'limited',
      cgroup: 'limited',
      spool: 'yes',
    })
  })

  it('through sudo is the same', () => {
    expect(look('debian-12-sudo').states).toEqual(look('debian-12-root').states)
    expect(look('debian-12-sudo').of('bpftrace').detail).toBe('bpftrace v0.17.0, through sudo')
  })

  it('without privileges: what only root may, and what cannot be known', () => {
    const { states, of } = look('debian-12-user')
    expect(states).toEqual({
      perf: 'yes',
      'perf.system-wide': 'no',
      'perf.kernel-stacks': 'no',
      bpftrace: 'limited',
      bcc: 'no',
      'libbpf-tools': 'limited',
      'trace-cmd': 'no',
      strace: 'yes',
      btf: 'yes',
      kprobes: 'no',
      uprobes: 'limited',
      tracepoints: 'limited',
      'syscall-tracepoints': 'limited',
      ftrace: 'unknown',
      cgroup: 'limited',
      spool: 'yes',
    })
    expect(of('bpftrace').detail).toBe(
      'bpftrace v0.17.0, but only root may use it: deploy is not root, and sudo would ask for a password',
    )
    expect(of('bpftrace').remedy).toContain('NOPASSWD')
    expect(of('kprobes').detail).toBe('this kernel was built without CONFIG_KPROBES')
  })

  it('comes with a remedy whenever it is not yes', () => {
    for (const name of ['debian-12-root', 'debian-12-user', 'debian-12-sudo'])
      for (const { state, remedy, detail, title } of look(name).abilities) {
        expect([title, remedy !== '']).toEqual([title, state !== 'yes'])
        expect(detail).not.toBe('')
      }
  })
})

describe('perf', () => {
  const system = (paranoid: string, kptr = '0') => {
    const { states } = look('debian-12-user', {
      'sysctl.perf_event_paranoid': paranoid,
      'sysctl.kptr_restrict': kptr,
    })
    return [states.perf, states['perf.system-wide'], states['perf.kernel-stacks']]
  }
  it('follows kernel.perf_event_paranoid and kptr_restrict as the kernel documents them', () => {
    expect(system('-1')).toEqual(['yes', 'yes', 'yes'])
    expect(system('0')).toEqual(['yes', 'yes', 'yes'])
    expect(system('1')).toEqual(['yes', 'no', 'yes'])
    expect(system('1', '1')).toEqual(['yes', 'no', 'limited'])
    expect(system('2')).toEqual(['yes', 'no', 'no'])
    expect(system('3')).toEqual(['limited', 'no', 'no'])
  })

  it('shows no kernel names even to root when kptr_restrict is 2', () => {
    expect(look('debian-12-root', { 'sysctl.kptr_restrict': '2' }).of('perf.kernel-stacks')).toMatchObject({
      state: 'limited',
      remedy: expect.stringContaining('`sysctl -w kernel.kptr_restrict=1`'),
    })
  })

  it('that is missing, or does not fit the kernel, is to be installed', () => {
    const missing = { 'tool.perf': '', 'tool.perf.status': '', 'tool.perf.version': '' }
    expect(look('debian-12-root', missing).of('perf')).toEqual({
      id: 'perf',
      title: 'perf',
      state: 'no',
      detail: 'not installed',
      remedy: 'Install it on the host: `apt-get install linux-perf`.',
    })
    const ubuntu = look('debian-12-user', {
      'os.ID': 'ubuntu',
      'os.ID_LIKE': 'debian',
      'tool.perf.status': '2',
      'tool.perf.version': 'WARNING: perf not found for kernel 6.8.0-60',
    })
    expect(ubuntu.of('perf')).toMatchObject({
      state: 'no',
      detail: '/usr/bin/perf does not run (exit status 2): WARNING: perf not found for kernel 6.8.0-60',
      remedy: 'Install it on the host: `sudo apt-get install linux-tools-$(uname -r)`.',
    })
  })

  it('that was too slow to say its version is there all the same', () => {
    const slow = look('debian-12-root', { 'tool.perf.status': '124', 'tool.perf.version': '' })
    expect(slow.of('perf')).toMatchObject({
      state: 'yes',
      detail: '/usr/bin/perf, which did not say its version in time',
    })
  })

  it('is not unlimited for the root of a container', () => {
    const { states, of } = look('debian-12-root', {
      caps: '00000000a80425fb',
      'root.caps': '00000000a80425fb',
    })
    expect([states['perf.system-wide'], states.bpftrace]).toEqual(['no', 'limited'])
    expect(of('bpftrace').detail).toContain('root there lacks CAP_SYS_ADMIN')
  })
})

describe('the kernel', () => {
  it('that is locked down forbids tracing with BPF', () => {
    const { of } = look('debian-12-root', { lockdown: 'none integrity [confidentiality]' })
    expect(of('bpftrace')).toMatchObject({ state: 'no', detail: expect.stringContaining('locked down') })
  })

  it('says unknown where nothing speaks for or against it', () => {
    const { of } = look('debian-12-user', { pmus: 'breakpoint', config: '' })
    for (const id of ['kprobes', 'tracepoints', 'syscall-tracepoints'])
      expect([id, of(id).state]).toEqual([id, 'unknown'])
  })

  it('with tracefs not mounted wants it mounted', () => {
    const changes = Object.fromEntries(
      [
        ...read('debian-12-root').matchAll(
          /^(root\.(?:tracefs|tracers|functions|kprobe_events|uprobe_events|event\.[^=]*)|tracefs)=/gm,
        ),
      ].map((match) => [match[1] ?? '', '']),
    )
    const { states, of } = look('debian-12-root', changes)
    expect([states['syscall-tracepoints'], states.kprobes, states.ftrace]).toEqual([
      'limited',
      'no',
      'unknown',
    ])
    expect(of('syscall-tracepoints').remedy).toContain('mount -t tracefs')
  })

  it('with a whole function tracer has ftrace', () => {
    expect(look('debian-12-root', { 'root.functions': 'vfs_read' }).of('ftrace').state).toBe('yes')
  })
})

describe('the spool', () => {
  it('has room, little room, none, or no place', () => {
    const spool = (kb: string) => look('debian-12-root', { 'spool.free_kb': kb }).of('spool').state
    expect([spool('300000'), spool('100000'), spool('40000')]).toEqual(['yes', 'limited', 'no'])
    expect(look('debian-12-root', { spool: '', 'spool.free_kb': '-1' }).of('spool').state).toBe('no')
  })
})

describe('parseProbeOutput', () => {
  it('finds the frame in a noisy login and keeps its lines byte for byte', () => {
    const output = parseProbeOutput(Buffer.from('motd\nN begin\na=1\nb= x=y \nN end\nlogout\n'), 'N', '')
    expect([output.raw, output.get('a'), output.get('b'), output.get('c')]).toEqual([
      'a=1\nb= x=y \n',
      '1',
      'x=y',
      '',
    ])
  })

  it('says what was printed instead', () => {
    expect(() => parseProbeOutput(Buffer.from(''), 'N', 'This account is not available.')).toThrow(
      'did not run the probe. It printed: "This account is not available."',
    )
    expect(() => parseProbeOutput(Buffer.from('N begin\na=1\n'), 'N', '')).toThrow('stopped in the middle')
  })
})

describe('installRemedy', () => {
  it('knows the package of each family', () => {
    expect(familyOf('rocky', 'rhel centos fedora')).toBe('rhel')
    expect(familyOf('linuxmint', 'ubuntu debian')).toBe('ubuntu')
    expect(familyOf('opensuse-leap', 'suse opensuse')).toBe('suse')
    expect(familyOf('nixos', '')).toBe(null)
    expect(installRemedy('bcc', 'alpine', true)).toBe('Install it on the host: `apk add bcc-tools`.')
    expect(installRemedy('perf', 'arch', false)).toBe('Install it on the host: `sudo pacman -S perf`.')
    expect(installRemedy('strace', null, false)).toBe("Install strace with the host's package manager.")
  })
})
