/** A throwaway system user, for what the own account cannot show: passwords, rc files, sudo. Needs root. */
import { randomBytes } from 'node:crypto'
import { appendFile, chown, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.ts'

export interface UserOptions {
  /** may run everything: with `sudo -n`, or when sudo is told the password */
  readonly sudo?: boolean | 'password'
  /** may become root with doas: without a password, or with one, which doas reads from a terminal only */
  readonly doas?: 'nopass' | 'password'
  /** login shell; default /bin/bash */
  readonly shell?: string
  /** text of ~/.bashrc */
  readonly bashrc?: string
  /** the home directory is named, and is not there */
  readonly isHomeless?: boolean
}

export interface User extends AsyncDisposable {
  readonly name: string
  readonly password: string
  readonly home: string
  readonly uid: number
}

const doasConf = '/etc/doas.conf'

const removeRule = async (rule: string) => {
  const rest = (await readFile(doasConf, 'utf8')).replace(rule, '')
  if (rest === '') await rm(doasConf)
  else await writeFile(doasConf, rest)
}

export const canMakeUsers = (): boolean => process.getuid?.() === 0

export const makeUser = async (options: UserOptions): Promise<User> => {
  const name = `sj${randomBytes(4).toString('hex')}`
  const password = randomBytes(9).toString('base64url')
  const sudoers = `/etc/sudoers.d/${name}`
  await run('useradd', ['--create-home', '--shell', options.shell ?? '/bin/bash', name])
  const [, , id = '', , , home = ''] = (await run('getent', ['passwd', name])).split(':')
  const uid = Number(id)
  await run('chpasswd', [], `${name}:${password}\n`)
  // as Debian's administrators are
  if (options.sudo === 'password') await run('usermod', ['--append', '--groups', 'sudo', name])
  const tag = options.sudo === 'password' ? '' : 'NOPASSWD: '
  if (options.sudo) await writeFile(sudoers, `${name} ALL=(ALL) ${tag}ALL\n`, { mode: 0o440 })
  const doasRule = `permit ${options.doas === 'nopass' ? 'nopass ' : ''}${name}\n`
  if (options.doas !== undefined) await appendFile(doasConf, doasRule, { mode: 0o400 })
  if (options.bashrc !== undefined) {
    const path = join(home, '.bashrc')
    await writeFile(path, options.bashrc)
    await chown(path, uid, uid)
  }
  if (options.isHomeless) await rm(home, { recursive: true })
  return {
    name,
    password,
    home,
    uid,
    async [Symbol.asyncDispose]() {
      await rm(sudoers, { force: true })
      if (options.doas !== undefined) await removeRule(doasRule)
      // -f: also while a last process of the user is still ending
      await run('userdel', ['--force', '--remove', name])
    },
  }
}
