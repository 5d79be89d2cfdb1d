/**
 * Detached captures over a real sshd whose client is killed: they go on alone, then the real command line takes them
 * over into a new library, follows them to their end, and what it stored is held against what the host wrote.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, linkSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type HostDraft, hostDefaults } from '../../shared/model/host.ts'
import type { ParameterValues } from '../../shared/model/recipe.ts'
import { readStatus } from '../integration/capture-fixture.ts'
import { startedFor } from '../integration/fault-fixture.ts'
import { type Sshd, startSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { makePerson } from '../support/person.ts'
import { runCli } from '../support/run-cli.ts'

export interface AdoptLater {
  readonly recipes: readonly { readonly recipeId: string; readonly parameters: ParameterValues }[]
  /** of each capture, beyond the time that they are alone */
  readonly recordSeconds: number
  /** without any client */
  readonly aloneSeconds: number
  readonly say: (line: string) => void
}

export interface Adopted {
  readonly recipeId: string
  readonly state: string
  readonly events: number
  /** without a client, as the host counted, before it was taken over */
  readonly aloneSeconds: number
  /** still recording then */
  readonly wasRecording: boolean
  /** SHA-256 of the file that the host wrote, of the library's artifact as the command line exports it */
  readonly hostSha256: string
  readonly librarySha256: string
  readonly bytes: number
  /** processes of the capture that are left */
  readonly left: readonly string[]
}

export interface AdoptedLater {
  readonly adopted: readonly Adopted[]
  /** what is left in the folder of the spools */
  readonly spoolsLeft: readonly string[]
  readonly status: number | null
}

export const adoptLater = async ({
  recipes,
  recordSeconds,
  aloneSeconds,
  say,
}: AdoptLater): Promise<AdoptedLater> => {
  const folder = await mkdtemp(join(tmpdir(), 'smokejumper-later-'))
  await using sshd = await startSshd()
  const person = await makePerson()
  try {
    const base = join(folder, 'spools')
    await mkdir(base)
    const requests = recipes.map(({ recipeId, parameters }) => ({
      recipeId,
      parameters: { ...parameters, seconds: aloneSeconds + recordSeconds },
    }))
    const ids = await startAndKill(folder, hostOf(sshd, base), requests)
    say(
      `${ids.length} captures of ${aloneSeconds + recordSeconds} s run on the host; their client was killed`,
    )
    const captures = ids.map((captureId, index) => ({
      captureId,
      recipeId: recipes[index]?.recipeId ?? '',
      spool: join(base, `smokejumper-${process.getuid?.()}`, captureId),
      kept: join(folder, `${captureId}.artifact`),
    }))
    await until(
      'them to be alone for so long',
      () => captures.every(({ spool }) => readStatus(spool, 'client_ms') >= aloneSeconds * 1000),
      (aloneSeconds + 60) * 1000,
    )
    const before = captures.map(({ spool }) => ({
      aloneSeconds: readStatus(spool, 'client_ms') / 1000,
      wasRecording: /^state=recording$/m.test(readFileSync(join(spool, 'status'), 'utf8')),
    }))
    say(`nobody has looked at them for ${before.map(({ aloneSeconds }) => aloneSeconds).join(' and ')} s`)

    // the host's file, under a name that the removal of the spool leaves alone
    const keep = () => {
      for (const { spool, kept } of captures)
        if (!existsSync(kept) && existsSync(join(spool, 'artifact'))) linkSync(join(spool, 'artifact'), kept)
    }
    const keeping = setInterval(keep, 50)
    keep()
    await writeFile(
      join(person.home, '.ssh', 'known_hosts'),
      `[${sshd.address}]:${sshd.port} ${sshd.hostKeys[0]?.publicLine}\n`,
    )
    const cli = async (...args: string[]) => {
      const result = await runCli(person, args)
      say(`$ smokejumper ${args.join(' ')}`)
      for (const text of [result.stdout.toString(), result.stderr])
        for (const line of text.split('\n').filter(Boolean)) say(`  ${line.slice(0, 300)}`)
      return result
    }
    await cli(
      ...['hosts', 'add', '--label', 'web-3', '--address', sshd.address, '--port', String(sshd.port)],
      ...['--user', sshd.user, '--key', sshd.key.path, '--spool', base],
    )
    await cli('adopt', 'web-3', '--list')
    // by name: others may have something on this machine too
    const { status } = await cli('adopt', 'web-3', ...ids, '--json')
    clearInterval(keeping)
    const rows: { id: string; state: string; events: number | null }[] = JSON.parse(
      (await runCli(person, ['list', '--json'])).stdout.toString(),
    ).rows
    const adopted: Adopted[] = []
    for (const [index, { captureId, recipeId, kept }] of captures.entries()) {
      const raw = await runCli(person, ['export', captureId, '--to', 'raw'])
      const row = rows.find(({ id }) => id === captureId)
      adopted.push({
        ...{ recipeId, state: row?.state ?? 'not there', events: row?.events ?? 0 },
        ...(before[index] ?? { aloneSeconds: 0, wasRecording: false }),
        hostSha256: existsSync(kept) ? sha256(readFileSync(kept)) : 'not kept',
        librarySha256: sha256(raw.stdout),
        bytes: raw.stdout.length,
        left: startedFor(captureId),
      })
    }
    return { adopted, spoolsLeft: readdirSync(base), status }
  } finally {
    await person.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

const hostOf = (sshd: Sshd, spoolDirectory: string): HostDraft => ({
  ...hostDefaults,
  ...{ label: 'host', address: sshd.address, port: sshd.port, user: sshd.user, spoolDirectory },
  authentication: { method: 'key', path: sshd.key.path },
})

/** Gives the captures' ids. */
const startAndKill = async (
  folder: string,
  host: HostDraft,
  requests: AdoptLater['recipes'],
): Promise<string[]> => {
  const directory = join(folder, 'first')
  await mkdir(directory)
  const client = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('detached-client.ts', import.meta.url)),
      ...[directory, JSON.stringify(host), JSON.stringify(requests)],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = await once(client.stdout, 'data')
  client.kill('SIGKILL')
  await once(client, 'exit')
  return JSON.parse(String(line))
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
