/** The file beside the library that holds sealed secrets: ciphertext, and what it is of. Private to the person. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { keptSecretSchema } from '../../../shared/model/kept-secret.ts'

const entrySchema = keptSecretSchema.extend({
  /** base64 of what the key store made of it */
  sealed: z.base64(),
})
export type SealedEntry = z.infer<typeof entrySchema>

const fileSchema = z.object({ version: z.literal(1), secrets: z.array(entrySchema) })

export const secretsPathOf = (libraryPath: string): string => `${libraryPath}.secrets`

/** None where there is no file. Throws secrets.unreadable. */
export const readSecrets = async (path: string): Promise<SealedEntry[]> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'ENOENT') return []
    if (code === 'EACCES' || code === 'EISDIR' || code === 'EIO') throw unreadable(path, String(code), cause)
    throw cause
  }
  try {
    return fileSchema.parse(JSON.parse(text)).secrets
  } catch (cause) {
    // only that, and nothing of what stands in it
    throw unreadable(path, cause instanceof SyntaxError ? 'it is no JSON' : 'it is not as it was written')
  }
}

/** All of it or nothing: written beside and moved into its place. Without secrets there is no file. */
export const writeSecrets = async (path: string, secrets: readonly SealedEntry[]): Promise<void> => {
  if (secrets.length === 0) {
    await rm(path, { force: true })
    return
  }
  const beside = `${path}.new`
  await rm(beside, { force: true })
  await writeFile(beside, `${JSON.stringify({ version: 1, secrets }, null, 2)}\n`, {
    mode: 0o600,
    flag: 'wx',
  })
  await rename(beside, path)
}

const unreadable = (path: string, why: string, cause?: unknown) =>
  new SmokejumperError({
    code: 'secrets.unreadable',
    message: `The file of remembered secrets cannot be read: ${why}. Nothing of it is used.`,
    remedy: `Remove ${path}; what was remembered is then asked for again.`,
    facts: { path },
    cause,
  })
