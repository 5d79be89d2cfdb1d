import { describe, expect, it } from 'vitest'
import type { RunOptions, Transport } from '../transport/transport.ts'
import { hostScripts } from './host-scripts.ts'
import type { Reach } from './spool.ts'
import { createSpoolTalk } from './spool-talk.ts'

const spool = { directory: '/var/tmp/smokejumper-0/0123456789', hostBootId: '', elevated: false }
const status = 'begin=7\nstate=recording\nend=7\nsupervisor_running=yes\ndata_from=3\n'

/** A host whose shells are noted as they come and go; `answer` gives what one look prints. */
const makeHost = (answer: (nonce: string, offset: string) => string[]) => {
  const events: string[] = []
  const shells: RunOptions[] = []
  const transport: Transport = {
    description: 'a host that is made up',
    closed: new Promise(() => {}),
    close: () => {},
    run: (script, options) =>
      new Promise((resolve, reject) => {
        events.push('shell')
        shells.push(options)
        options.signal?.addEventListener('abort', () => reject(options.signal?.reason))
        const say = (text: string) => options.onStdout?.(new TextEncoder().encode(text))
        say(`what login files print\n${/^nonce=(\w+)$/m.exec(script)?.[1]} ready\n`)
        options.converse?.((line) => {
          const [nonce = '', offset] = line.split(' ')
          events.push(offset === undefined ? line : `look ${offset}`)
          if (offset !== undefined) for (const piece of answer(nonce, offset)) say(piece)
          else resolve({ exitCode: 0, signal: null, stdout: new Uint8Array(), stderr: new Uint8Array() })
        })
      }),
  }
  const reach: Reach = { transport, scripts: hostScripts((name) => name), elevate: false }
  return { events, shells, reach }
}

describe('a talk with a host about a spool', () => {
  it('takes one shell for many looks, whatever pieces its answers come in', async () => {
    const { events, reach } = makeHost((nonce) => [
      `${nonce} begin\n${status}${nonce} da`,
      `ta\n${nonce.slice(0, 5)}`,
      ` no end\nabc\n${nonce.slice(0, 9)}`,
      `${nonce.slice(9)} end\n`,
    ])
    const talk = createSpoolTalk(spool)
    const first = await talk.look(reach, 3)
    expect(first).toMatchObject({ gone: false, dataFrom: 3, status: { state: 'recording' } })
    expect(first.gone ? '' : new TextDecoder().decode(first.data)).toMatch(/^\w{5} no end\nabc$/)
    await talk.look(reach, 10)
    talk.close()
    expect(events).toEqual(['shell', 'look 3', 'look 10', 'bye'])
  })

  it('gives its session up where others wait for one, and queues behind them', async () => {
    const { events, shells, reach } = makeHost((nonce) => [
      `${nonce} begin\n${status}${nonce} data\n\n${nonce} end\n`,
    ])
    const talk = createSpoolTalk(spool)
    await talk.look(reach, 0)
    shells[0]?.onWanted?.()
    await talk.look(reach, 0)
    await talk.look(reach, 0)
    talk.close()
    expect(events).toEqual(['shell', 'look 0', 'look 0', 'bye', 'shell', 'look 0', 'bye'])
  })

  it('takes nothing of what was dropped on the host while it was read', async () => {
    const { reach } = makeHost((nonce) => [
      `${nonce} begin\n${status}${nonce} data\n\0\0\0\n${nonce} spoilt\n${nonce} end\n`,
    ])
    const talk = createSpoolTalk(spool)
    const poll = await talk.look(reach, 0)
    expect(poll.gone ? null : poll.data).toEqual(new Uint8Array())
    talk.close()
  })

  it('begins anew after a shell that ended in the middle of an answer', async () => {
    let looks = 0
    const { events, shells, reach } = makeHost((nonce) => {
      looks += 1
      return looks === 1 ? ['half an ans'] : [`${nonce} begin\n${status}${nonce} data\n\n${nonce} end\n`]
    })
    const talk = createSpoolTalk(spool)
    const failed = talk.look(reach, 0)
    await new Promise((resolve) => setImmediate(resolve))
    void shells[0]?.onStdout?.(new Uint8Array(4 * 1024 * 1024))
    await expect(failed).rejects.toMatchObject({ code: 'capture.spool' })
    expect(await talk.look(reach, 0)).toMatchObject({ gone: false })
    talk.close()
    expect(events).toEqual(['shell', 'look 0', 'shell', 'look 0', 'bye'])
  })
})
