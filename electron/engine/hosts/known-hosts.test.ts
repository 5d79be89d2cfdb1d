import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprint, type HostKey, orderAlgorithms, readHostKey, shortType } from './host-key.ts'
import { judgeHostKey, knownHostsName, knownTypes, parseKnownHosts } from './known-hosts.ts'

let directory: string
const keys: Record<string, { key: HostKey; line: string; printed: string }> = {}
const key = (name: string): HostKey => keys[name]!.key
const line = (name: string): string => keys[name]!.line

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'smokejumper-known-hosts-'))
  for (const [name, type] of [
    ['a', 'ed25519'],
    ['b', 'ed25519'],
    ['rsa', 'rsa'],
    ['ecdsa', 'ecdsa'],
  ] as const) {
    const path = join(directory, name)
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', path])
    const text = readFileSync(`${path}.pub`, 'utf8').trim()
    const parsed = readHostKey(Buffer.from(text.split(' ')[1] ?? '', 'base64'))
    if (parsed === null) throw new Error('no key')
    keys[name] = {
      key: parsed,
      line: text,
      printed: execFileSync('ssh-keygen', ['-lf', `${path}.pub`], { encoding: 'utf8' }),
    }
  }
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const judge = (text: string, offered: string, address = 'web-3', port = 22) =>
  judgeHostKey(parseKnownHosts(text, 'known_hosts'), address, port, key(offered))
const verdict = (...args: Parameters<typeof judge>) => judge(...args).kind

describe('fingerprint', () => {
  it('is what ssh-keygen -l prints, for each key type', () => {
    for (const name of ['a', 'rsa', 'ecdsa']) {
      const { printed } = keys[name]!
      expect(printed.split(' ')[1]).toBe(fingerprint(key(name)))
      expect(printed.trim().endsWith(`(${shortType(key(name).type)})`)).toBe(true)
    }
  })
})

describe('judgeHostKey', () => {
  it('knows a host by its plain name, whatever the case', () => {
    expect(verdict(`web-3,10.0.0.3 ${line('a')} a comment\n`, 'a')).toBe('known')
    expect(verdict(`web-3,10.0.0.3 ${line('a')}`, 'a', '10.0.0.3')).toBe('known')
    expect(verdict(`WEB-3 ${line('a')}\r\n`, 'a', 'Web-3')).toBe('known')
    expect(verdict(`web-33 ${line('a')}`, 'a')).toBe('unknown')
    expect(verdict('', 'a')).toBe('unknown')
  })

  it('keeps ports apart, but takes the same key without port as OpenSSH does', () => {
    expect(verdict(`[web-3]:2222 ${line('a')}`, 'a', 'web-3', 2222)).toBe('known')
    expect(verdict(`[web-3]:2222 ${line('a')}`, 'a', 'web-3', 22)).toBe('unknown')
    expect(verdict(`web-3 ${line('a')}`, 'a', 'web-3', 2222)).toBe('known')
    expect(verdict(`web-3 ${line('b')}`, 'a', 'web-3', 2222)).toBe('unknown')
  })

  it('knows IPv6 addresses, with and without brackets and port', () => {
    expect(knownHostsName('::1', 22)).toBe('::1')
    expect(knownHostsName('[::1]', 2222)).toBe('[::1]:2222')
    expect(verdict(`[fe80::a]:2222 ${line('a')}`, 'a', 'FE80::A', 2222)).toBe('known')
    expect(verdict(`fe80::a ${line('a')}`, 'a', '[fe80::a]')).toBe('known')
  })

  it('matches wildcards and lets a negated pattern win', () => {
    expect(verdict(`*.example.org,!bad.example.org ${line('a')}`, 'a', 'web.example.org')).toBe('known')
    expect(verdict(`*.example.org,!bad.example.org ${line('a')}`, 'a', 'bad.example.org')).toBe('unknown')
    expect(verdict(`web-? ${line('a')}`, 'a')).toBe('known')
    expect(verdict(`[*]:2222 ${line('a')}`, 'a', 'web-3', 2222)).toBe('known')
    expect(verdict(`${'*a'.repeat(30)} ${line('a')}`, 'a', 'a'.repeat(200))).toBe('known')
    expect(verdict(`${'*a'.repeat(30)}b ${line('a')}`, 'a', 'a'.repeat(200))).toBe('unknown')
  })

  it('reads the names that ssh-keygen -H has hashed', () => {
    const path = join(directory, 'hashed')
    writeFileSync(path, `web-3 ${line('a')}\n[web-3]:2222 ${line('b')}\n::1 ${line('rsa')}\n`)
    execFileSync('ssh-keygen', ['-q', '-H', '-f', path], { stdio: 'ignore' })
    const text = readFileSync(path, 'utf8')
    expect(text).not.toContain('web-3')
    expect(verdict(text, 'a')).toBe('known')
    expect(verdict(text, 'b')).toBe('changed')
    expect(verdict(text, 'b', 'web-3', 2222)).toBe('known')
    expect(verdict(text, 'rsa', '::1')).toBe('known')
    expect(verdict(text, 'a', 'web-4')).toBe('unknown')
  })

  it('calls another key a change, and says which line holds the old one', () => {
    const text = `# the web hosts\n\nweb-3 ${line('rsa')}\nweb-3 ${line('a')}\n`
    const answer = judge(text, 'b')
    expect(answer.kind).toBe('changed')
    if (answer.kind === 'changed')
      expect(answer.known.map((entry) => [entry.line, entry.key.type])).toEqual([
        [4, 'ssh-ed25519'],
        [3, 'ssh-rsa'],
      ])
  })

  it('calls a key of another type a change, not an unknown host', () => {
    expect(verdict(`web-3 ${line('a')}`, 'rsa')).toBe('changed')
    expect(verdict(`web-3 ${line('rsa')}`, 'ecdsa')).toBe('changed')
    expect(verdict(`web-3 ${line('rsa')}\nweb-3 ${line('ecdsa')}`, 'ecdsa')).toBe('known')
  })

  it('says which line it is known by', () => {
    const text = `web-3 ${line('b')}\n*,!x ${line('a')} by hand\n`
    expect(judge(text, 'a')).toMatchObject({
      kind: 'known',
      entry: { line: 2, hosts: '*,!x', comment: 'by hand' },
    })
  })

  it('refuses a revoked key before all else', () => {
    const text = `web-3 ${line('a')}\n@revoked * ${line('a')}\n`
    expect(judge(text, 'a')).toMatchObject({ kind: 'revoked', entry: { line: 2 } })
    expect(verdict(text, 'a', 'other')).toBe('revoked')
    expect(verdict(text, 'b', 'other')).toBe('unknown')
  })

  it('does not take an authority for a key', () => {
    expect(verdict(`@cert-authority * ${line('a')}`, 'a')).toBe('unknown')
    expect(judge(`@cert-authority * ${line('a')}`, 'b')).toMatchObject({
      kind: 'unknown',
      authority: { line: 1, marker: 'cert-authority' },
    })
    expect(judge(`@cert-authority *.other ${line('a')}`, 'b')).toEqual({ kind: 'unknown', authority: null })
  })

  it('skips what is no entry', () => {
    const broken = [
      'web-3',
      'web-3 ssh-ed25519',
      'web-3 ssh-ed25519 AAAA',
      `web-3 ssh-rsa ${line('a').split(' ')[1]}`,
      `@unheard web-3 ${line('a')}`,
      `#web-3 ${line('a')}`,
      'web-3 1024 35 123456789',
    ].join('\n')
    expect(parseKnownHosts(broken, 'known_hosts')).toEqual([])
  })
})

describe('orderAlgorithms', () => {
  const first = (text: string, port = 22) =>
    orderAlgorithms(knownTypes(parseKnownHosts(text, 'f'), 'web-3', port))[0]
  it('asks first for the types that the host is known by', () => {
    expect(first('')).toBe('ssh-ed25519')
    expect(first(`web-3 ${line('ecdsa')}`)).toBe('ecdsa-sha2-nistp256')
    expect(first(`web-3 ${line('rsa')}`)).toBe('rsa-sha2-512')
    expect(first(`web-3 ${line('rsa')}`, 2222)).toBe('rsa-sha2-512')
    expect(first(`@revoked web-3 ${line('rsa')}`)).toBe('ssh-ed25519')
  })
  it('leaves none out', () => {
    expect(orderAlgorithms(new Set(['ssh-rsa', 'ssh-dss'])).toSorted()).toEqual(
      orderAlgorithms(new Set()).toSorted(),
    )
  })
})
