import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { EngineService, Handlers } from '../../shared/contract/engine.ts'
import { createEngineClient } from '../../shared/rpc/client.ts'
import { webSocketChannel } from '../../shared/rpc/web-socket.ts'
import { contentSecurityPolicy } from '../content-policy.ts'
import { type BrowserDoor, startBrowserDoor } from './server.ts'

const service: EngineService = {
  handlers: {
    'artifacts.read': async ({ length }: { length: number }) => ({
      bytes: new Uint8Array(length),
      total: length,
    }),
  } as Partial<Handlers> as Handlers,
  on: () => () => {},
}

let folder: string
let door: BrowserDoor
let token: string
let cookie: string

interface Reply {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Sends the path as it is: no client-side tidying of dots. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: door.port, path, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })

const openSocket = (headers: Record<string, string>, path = '/engine'): Promise<WebSocket | number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${door.port}${path}`, { headers })
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.on('error', () => {})
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smokejumper-door-'))
  await writeFile(join(folder, 'index.html'), '<p>the workbench</p>')
  await writeFile(join(folder, 'app.js'), '1')
  door = await startBrowserDoor({ service, rendererDirectory: folder, port: 0 })
  token = new URL(door.url).searchParams.get('token') ?? ''
  const { headers } = await ask(`/?token=${token}`)
  cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
})
afterAll(async () => {
  await door.close()
  await rm(folder, { recursive: true })
})

describe('the token in the URL', () => {
  it('has 256 bits and is for a loopback address', () => {
    expect(new URL(door.url).hostname).toBe('127.0.0.1')
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  it('is exchanged for a cookie that scripts and other sites cannot use, at a URL without it', async () => {
    const { status, headers } = await ask(`/?token=${token}`)
    expect([status, headers.location]).toEqual([303, '/'])
    expect(headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^smokejumper-${door.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    )
    expect(headers['set-cookie']?.[0]).not.toContain(token)
    expect(await ask('/', { cookie })).toMatchObject({ status: 200, body: '<p>the workbench</p>' })
  })

  it.each(['', 'x', 'A'.repeat(43)])('is refused when it is %j', async (wrong) => {
    const { status, headers } = await ask(`/?token=${wrong}`)
    expect([status, headers['set-cookie']]).toEqual([403, undefined])
  })
})

describe('a request', () => {
  it('gets the security headers, whatever the answer', async () => {
    for (const reply of [await ask('/', { cookie }), await ask('/'), await ask('/none.js', { cookie })]) {
      expect(reply.headers).toMatchObject({
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      })
    }
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*/)
  })

  it('without the cookie is refused, for every file, and told what to do', async () => {
    for (const path of ['/', '/app.js', '/none.js']) {
      expect(await ask(path)).toMatchObject({
        status: 403,
        body: expect.stringMatching(/URL that Smokejumper printed/),
      })
    }
    expect(await ask('/', { cookie: `smokejumper-${door.port}=${'A'.repeat(43)}` })).toMatchObject({
      status: 403,
    })
  })

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]:80'])(
    'for the host %j is refused, with the token and the cookie too',
    async (host) => {
      expect(await ask(`/?token=${token}`, { host, cookie })).toMatchObject({ status: 403 })
    },
  )

  it('for localhost is answered', async () => {
    expect(await ask('/app.js', { host: `localhost:${door.port}`, cookie })).toMatchObject({
      status: 200,
      body: '1',
    })
  })

  it('from a page of another origin is refused', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${door.port}`,
      'http://127.0.0.1:1',
    ]) {
      expect(await ask('/app.js', { cookie, origin })).toMatchObject({ status: 403 })
    }
    expect(await ask('/app.js', { cookie, origin: `http://127.0.0.1:${door.port}` })).toMatchObject({
      status: 200,
    })
  })

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '//etc/passwd',
    'http://evil/app.js',
  ])('for %s finds nothing', async (path) => {
    expect(await ask(path, { cookie })).toMatchObject({ status: 404 })
  })

  it('that would change something is refused', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await ask('/', { cookie }, method)).toMatchObject({ status: 405 })
    }
  })
})

describe('a connection to the engine', () => {
  const origin = () => `http://127.0.0.1:${door.port}`

  it('is made with the cookie from our own page, and carries the contract', async () => {
    const socket = await openSocket({ cookie, origin: origin() })
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    const client = createEngineClient(webSocketChannel(socket))
    const args = { captureId: 'c', artifactId: 1, offset: 0, length: 70_000 }
    expect(await client.call('artifacts.read', args)).toStrictEqual({
      bytes: new Uint8Array(70_000),
      total: 70_000,
    })
    socket.close()
    await client.closed
  })

  it('is refused without the cookie, without or with another origin, to another host', async () => {
    expect(await openSocket({ origin: origin() })).toBe(403)
    expect(await openSocket({ cookie })).toBe(403)
    expect(await openSocket({ cookie, origin: 'http://evil.example' })).toBe(403)
    expect(await openSocket({ cookie, origin: origin(), host: 'evil.example' })).toBe(403)
  })

  it('is to be had at one path only', async () => {
    expect(await openSocket({ cookie, origin: origin() }, '/other')).toBe(404)
  })

  it('that is broken off in the middle of the handshake does no harm', async () => {
    const raw = connect(door.port, '127.0.0.1')
    await new Promise<void>((resolve) => raw.once('connect', resolve))
    raw.write(
      `GET /engine HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    )
    await new Promise<void>((resolve) => raw.once('data', () => resolve()))
    raw.resetAndDestroy()
    expect(await ask('/', { cookie })).toMatchObject({ status: 200 })
  })
})

describe('the end of the door', () => {
  it('closes the connections that are open', async () => {
    const other = await startBrowserDoor({ service, rendererDirectory: folder, port: 0 })
    const redirect = await fetch(other.url, { redirect: 'manual' })
    const otherCookie = redirect.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const socket = new WebSocket(`ws://127.0.0.1:${other.port}/engine`, {
      headers: { cookie: otherCookie, origin: `http://127.0.0.1:${other.port}` },
    })
    const client = createEngineClient(webSocketChannel(socket))
    await new Promise<void>((resolve) => socket.once('open', () => resolve()))
    await other.close()
    await client.closed
  })

  it('frees the port; a port that is taken is said to be', async () => {
    await expect(
      startBrowserDoor({ service, rendererDirectory: folder, port: door.port }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
