import { describe, expect, it } from 'vitest'
import { createHello } from './hello.ts'

const hearing = (...chunks: string[]) => {
  const hello = createHello()
  for (const chunk of chunks) hello.hear(Buffer.from(chunk, 'latin1'))
  return [hello.isSsh(), hello.isComplete(), hello.said()]
}

describe('the first bytes', () => {
  it('tell SSH 2, in pieces, and behind lines before it', () => {
    expect(hearing('SSH-2.0-OpenSSH_9.2\r\n')).toEqual([true, true, 'SSH-2.0-OpenSSH_9.2'])
    expect(hearing('SS', 'H-2', '.0-x')).toEqual([true, true, 'SSH-2.0-x'])
    expect(hearing('Authorised use only\r\nSSH-1.99-x\r\n')).toEqual([true, true, 'Authorised use only'])
  })

  it('tell what is not', () => {
    expect(hearing('HTTP/1.1 400 Bad Request\r\nServer: x\r\n')).toEqual([
      false,
      false,
      'HTTP/1.1 400 Bad Request',
    ])
    expect(hearing('SSH-1.5-old\n')).toEqual([false, false, 'SSH-1.5-old'])
    expect(hearing('\x1b[2J\x00J\x00\x00mysql')).toEqual([false, false, '[2J J mysql'])
    expect(hearing('x'.repeat(9000))).toEqual([false, true, 'x'.repeat(200)])
  })
})
