import { describe, expect, it } from 'vitest'
import { parsePsRows, parseStatRows } from './process-rows.ts'

describe('parsePsRows', () => {
  it('joins both lists, with spaces in comm and arguments', () => {
    const rows = [
      '      1       0 root                                                              0.5 /sbin/init splash',
      '   4711       1 deploy                                                           99.9 my proc: worker  two',
      '   4712       1 deploy                                                            0.0 gone',
      '',
    ].join('\n')
    const comms = '      1 systemd\n   4711 my proc\n   5000 new\n'
    expect(parsePsRows(rows, comms)).toEqual([
      { pid: 1, ppid: 0, user: 'root', cpu: 0.5, comm: 'systemd', command: '/sbin/init splash' },
      { pid: 4711, ppid: 1, user: 'deploy', cpu: 99.9, comm: 'my proc', command: 'my proc: worker  two' },
    ])
  })

  it('takes no terminal escapes and no endless line', () => {
    const [row] = parsePsRows(`1 0 root 0.0 \x1b]0;title\x07${'a'.repeat(5000)}`, '1 x\x1b[2J')
    expect(row).toMatchObject({ comm: 'x[2J', command: `]0;title${'a'.repeat(992)}` })
  })
})

describe('parseStatRows', () => {
  const stat = (pid: number, comm: string, ppid: number, utime: number, stime: number, start: number) =>
    `${pid} (${comm}) S ${ppid} 1 1 0 -1 4194560 100 0 0 0 ${utime} ${stime} 0 0 20 0 1 0 ${start} 1000 100`

  it('reads /proc where ps cannot', () => {
    const sections = new Map([
      ['proc', '1000.00 1900.00\n100\n'],
      [
        'stat',
        `${stat(1, 'init', 0, 100, 100, 0)}\n${stat(42, 'a (b) c', 1, 45000, 0, 10000)}\n${stat(2, 'kthreadd', 0, 0, 0, 0)}\n`,
      ],
      [
        'uid',
        '/proc/1/status:Uid:\t0\t0\t0\t0\n/proc/42/status:Uid:\t1000\t1001\t1000\t1000\n/proc/2/status:Uid:\t0\t0\t0\t0\n',
      ],
      ['users', 'root:0\ndeploy:1001\n'],
      ['args', '1 /sbin/init \n42 ./a --b c \n2 \n'],
    ])
    expect(parseStatRows(sections)).toEqual([
      { pid: 1, ppid: 0, user: 'root', cpu: 0.2, comm: 'init', command: '/sbin/init' },
      { pid: 42, ppid: 1, user: 'deploy', cpu: 50, comm: 'a (b) c', command: './a --b c' },
      { pid: 2, ppid: 0, user: 'root', cpu: 0, comm: 'kthreadd', command: '[kthreadd]' },
    ])
  })
})
