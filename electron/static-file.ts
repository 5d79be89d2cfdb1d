/** The files of the built renderer, and no others. */
import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/** By extension. A file of another kind is not served. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
}

export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mediaType: string
}

/**
 * The segments of a URL's path as they were sent (percent-encoded), or null when it tries to be anything but a
 * plain path down from the root: `..`, an encoded slash, a backslash, a NUL, a drive.
 */
export const splitUrlPath = (path: string): string[] | null => {
  if (!path.startsWith('/')) return null
  const segments: string[] = []
  for (const encoded of path.slice(1).split('/')) {
    const segment = decodeSegment(encoded)
    if (segment === null || segment === '..' || segment === '.' || /[/\\:\0]/.test(segment)) return null
    segments.push(segment)
  }
  return segments
}

const decodeSegment = (encoded: string): string | null => {
  try {
    return decodeURIComponent(encoded)
  } catch {
    // URIError: not percent-encoding, so no name of a file of ours.
    return null
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))

/** null: there is no such file inside the folder (a link that leads out of it included). '/' is index.html. */
export const readStaticFile = async (folder: string, urlPath: string): Promise<StaticFile | null> => {
  const segments = splitUrlPath(urlPath === '/' ? '/index.html' : urlPath)
  const mediaType = mediaTypes[extname(segments?.at(-1) ?? '')]
  if (segments === null || mediaType === undefined) return null
  try {
    const root = await realpath(folder)
    const file = await realpath(join(root, ...segments))
    if (!file.startsWith(root + sep)) return null
    return { bytes: new Uint8Array(await readFile(file)), mediaType }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
