/** Who may speak to the browser door. Decided from the headers alone, before anything is done. */
import type { IncomingHttpHeaders } from 'node:http'
import { secretsEqual } from './secrets.ts'

export interface Doorway {
  readonly port: number
  /** what the cookie must hold */
  readonly session: string
}

export interface Refusal {
  readonly status: 403
  readonly reason: string
}

const refuse = (reason: string): Refusal => ({ status: 403, reason })

/** Cookies are shared between all ports of an address: the name keeps two running Smokejumpers apart. */
export const cookieName = (port: number): string => `smokejumper-${port}`

const readCookie = (header: string | undefined, name: string): string | null => {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}

/**
 * null: may go on. The Host must be ours (against DNS rebinding); an Origin, where there is one, must be the same
 * (against other pages in the same browser). An upgrade has to have one: browsers always send it.
 */
export const checkAddress = (
  headers: IncomingHttpHeaders,
  port: number,
  kind: 'request' | 'upgrade',
): Refusal | null => {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const { host, origin } = headers
  if (host === undefined || !hosts.includes(host)) {
    return refuse(`Smokejumper answers to http://${hosts[0]} and http://${hosts[1]} only.`)
  }
  if (origin === undefined) {
    return kind === 'upgrade'
      ? refuse('A connection to the engine has to say which page it comes from.')
      : null
  }
  return origin === `http://${host}` ? null : refuse('Only a page of Smokejumper itself may ask.')
}

export const checkSession = (headers: IncomingHttpHeaders, doorway: Doorway): Refusal | null => {
  const given = readCookie(headers.cookie, cookieName(doorway.port))
  return given !== null && secretsEqual(given, doorway.session)
    ? null
    : refuse('Open the URL that Smokejumper printed when it started: it has the token in it.')
}
