/** app://smokejumper/: the built renderer, and nothing else of the disk. */
import type { CustomScheme } from 'electron'
import { securityHeaders } from '../content-policy.ts'
import { readStaticFile } from '../static-file.ts'

export const APP_SCHEME = 'app'
const APP_HOST = 'smokejumper'
export const appUrl = `${APP_SCHEME}://${APP_HOST}/`

/** Standard and secure, so that it has an origin, module scripts and the same rules as https. */
export const schemePrivileges: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, codeCache: true },
}

/** Whether a URL is a page of ours. (Node gives such a URL no origin to compare.) */
export const isAppUrl = (url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, host, username, password } = new URL(url)
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === ''
}

/** Answers a request of the window. */
export const answerAppRequest = async (
  request: Pick<Request, 'url' | 'method'>,
  rendererDirectory: string,
): Promise<Response> => {
  if (request.method !== 'GET' || !isAppUrl(request.url)) return refuse(403)
  const file = await readStaticFile(rendererDirectory, new URL(request.url).pathname)
  if (file === null) return refuse(404)
  return new Response(file.bytes, { headers: { ...securityHeaders, 'Content-Type': file.mediaType } })
}

const refuse = (status: number): Response => new Response(null, { status, headers: { ...securityHeaders } })
