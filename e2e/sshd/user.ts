/** A throwaway system user, for what the own account cannot show: passwords, rc files, sudo. Needs root. */
import { randomBytes } from 'node:crypto'
import { chown, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.ts'

export interface UserOptions {
  /** may run everything: with `sudo -n`, or when sudo is told the password */
  readonly sudo?: boolean | 'password'
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
      // -f: also while a last process of the user is still ending
      await run('userdel', ['--force', '--remove', name])
    },
  }
}
