/** A PAM service of its own that wants the password and then a one-time code (RFC 6238), as many hosts do. Needs root. */
import { createHmac, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sshdVersion } from './sshd.ts'

export interface TwoFactor extends AsyncDisposable {
  /** an sshd whose PAM service it is */
  readonly program: string
  /** for sshd_config */
  readonly config: readonly string[]
  /** the one for now */
  readonly code: () => string
}

const modules = ['/lib/x86_64-linux-gnu/security', '/lib/aarch64-linux-gnu/security', '/lib/security']

export const canTwoFactor = (): boolean =>
  process.getuid?.() === 0 &&
  modules.some((folder) => existsSync(join(folder, 'pam_google_authenticator.so')))

export const makeTwoFactor = async (): Promise<TwoFactor> => {
  const folder = await mkdtemp(join(tmpdir(), 'smokejumper-pam-'))
  const service = `sj${randomBytes(4).toString('hex')}`
  const secret = randomBytes(20)
  // the file that google-authenticator makes
  await writeFile(join(folder, 'secret'), `${base32(secret)}\n" TOTP_AUTH\n" WINDOW_SIZE 17\n`, {
    mode: 0o400,
  })
  const pam = join('/etc/pam.d', service)
  await writeFile(
    pam,
    [
      'auth required pam_unix.so',
      `auth required pam_google_authenticator.so secret=${folder}/secret user=root allow_readonly no_increment_hotp`,
      'account required pam_permit.so',
      'session required pam_permit.so',
      '',
    ].join('\n'),
  )
  const program = join(folder, service)
  await copyFile('/usr/sbin/sshd', program)
  await chmod(program, 0o755)
  await chmod(folder, 0o711)
  return {
    program,
    config: sshdVersion() >= 9.9 ? [`PAMServiceName ${service}`] : [],
    code: () => totp(secret, Date.now()),
    async [Symbol.asyncDispose]() {
      await rm(pam, { force: true })
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const totp = (secret: Buffer, now: number): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const at = (hash[19] ?? 0) & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const base32 = (bytes: Buffer): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(five, 2)])
    .join('')
}
