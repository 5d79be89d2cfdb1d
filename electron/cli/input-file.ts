/** A file that is read, or what comes on stdin. */
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { SmokejumperError } from '../../shared/errors/errors.ts'

export interface InputFile extends AsyncDisposable {
  readonly name: string
  /** null for a pipe */
  readonly bytes: number | null
  /** At most `length` bytes; empty at the end. */
  read(length: number): Promise<Uint8Array<ArrayBuffer>>
}

/** '-': stdin. Rejects with import.not-read; so does `read`. */
export const openInput = async (path: string): Promise<InputFile> => {
  if (path === '-') return readStream(process.stdin)
  const file = await orNotRead(path, open(path, 'r'))
  try {
    const stat = await orNotRead(path, file.stat())
    if (stat.isDirectory()) throw notRead(path, new Error('it is a folder'))
    return readFileHandle(path, file, stat.isFile() ? stat.size : null)
  } catch (error) {
    await file.close()
    throw error
  }
}

const readFileHandle = (path: string, file: FileHandle, bytes: number | null): InputFile => ({
  name: basename(path),
  bytes,
  async read(length) {
    const buffer = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await orNotRead(path, file.read(buffer, filled, length - filled, null))
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return filled === length ? buffer : buffer.slice(0, filled)
  },
  [Symbol.asyncDispose]: () => file.close(),
})

const readStream = (stream: NodeJS.ReadStream): InputFile => {
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]()
  let rest: Uint8Array = new Uint8Array(0)
  return {
    name: 'stdin',
    bytes: null,
    async read(length) {
      const parts = [rest]
      let gathered = rest.length
      while (gathered < length) {
        const { value, done } = await orNotRead('stdin', chunks.next())
        if (done) break
        parts.push(value)
        gathered += value.length
      }
      const all = Buffer.concat(parts)
      rest = Uint8Array.from(all.subarray(length))
      return Uint8Array.from(all.subarray(0, length))
    },
    [Symbol.asyncDispose]: async () => {
      stream.destroy()
    },
  }
}

const orNotRead = async <T>(path: string, work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) throw notRead(path, cause)
    throw cause
  }
}

const notRead = (path: string, cause: Error): SmokejumperError =>
  new SmokejumperError({
    code: 'import.not-read',
    message: `${path} could not be read: ${cause.message}.`,
    remedy: 'Name a file that is there and that you may read.',
    facts: { file: path },
    cause,
  })
