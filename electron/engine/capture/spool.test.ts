import { describe, expect, it } from 'vitest'
import type { Transport } from '../transport/transport.ts'
import { hostScripts } from './host-scripts.ts'
import { pollSpool, type Reach, readMessages, removeSpool, requestStop } from './spool.ts'

const scripts = hostScripts(() => '')

const reachOf = (ran: string[]): Reach => {
  const transport: Transport = {
    description: 'a host that is made up',
    closed: new Promise(() => {}),
    close: () => {},
    run: async (script) => {
      ran.push(script)
      const nonce = /^nonce=(\w+)$/m.exec(script)?.[1] ?? ''
      const stdout = Buffer.from(`${nonce} begin\ngone=1\n${nonce} end\n`)
      return { exitCode: 0, signal: null, stdout, stderr: new Uint8Array() }
    },
  }
  return { transport, scripts, elevate: true }
}

describe('a spool that a library names', () => {
  it.each([
    '/',
    '/home/ada',
    '/etc',
    'smokejumper-0/abc',
    '/tmp/smokejumper-0/../..',
    '/tmp/smokejumper-NaN/abc',
  ])('is left alone when it is none of ours: %s', async (directory) => {
    const ran: string[] = []
    const spool = { directory, hostBootId: '', elevated: true }
    const refused = { code: 'capture.spool', message: expect.stringContaining(directory) }
    await expect(removeSpool(reachOf(ran), spool)).rejects.toMatchObject(refused)
    await expect(pollSpool(reachOf(ran), spool, 0)).rejects.toMatchObject(refused)
    await expect(readMessages(reachOf(ran), spool)).rejects.toMatchObject(refused)
    await expect(requestStop(reachOf(ran), spool)).rejects.toMatchObject(refused)
    expect(ran).toEqual([])
  })

  it.each([
    '/var/tmp/smokejumper-0/1sc0kptab5',
    "/srv/it's here/smokejumper-1000/1sc0kptab5",
    '/smokejumper-0/a',
  ])('is used, quoted, when it is one: %s', async (directory) => {
    const ran: string[] = []
    await removeSpool(reachOf(ran), { directory, hostBootId: '', elevated: false })
    expect(ran[0]).toContain('spool=')
    expect(ran).toHaveLength(1)
  })
})
