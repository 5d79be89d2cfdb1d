import { describe, expect, it } from 'vitest'
import { isExpected } from '../../errors/errors.ts'
import { profileOf } from '../../profile/testing/profile-of.ts'
import { awkward } from '../testing/sample-profiles.ts'
import { writeText } from '../testing/write-export.ts'

describe('CSV', () => {
  it('of functions has self and total by stream', () => {
    const profile = profileOf({
      threads: [{ pid: 1, tid: 1, name: 'a' }],
      samples: [
        { time: 0, thread: 0, stack: ['main@app', 'f(int, char)@app', 'f(int, char)@app'], weight: 5 },
        { time: 1, thread: 0, stack: ['main@app'], weight: 2 },
      ],
      duration: 2,
    })
    expect(writeText('csv-functions', profile)).toBe(
      [
        'event,unit,function,module,kind,self,total,count',
        'cpu-clock,ns,"f(int, char)",app,user,5,5,1',
        'cpu-clock,ns,main,app,user,2,7,2',
        '',
      ].join('\n'),
    )
  })

  it('quotes what must be quoted and disarms what a spreadsheet would run', () => {
    expect(writeText('csv-slices', awkward())).toBe(
      [
        'event,unit,start_ns,duration,name,result,pid,tid,process,thread',
        `raw_syscalls,ns,1,2,'-read,-11,7,7,"a ""quoted"" & <tagged>\u{1b}[31m; comm","a ""quoted"" & <tagged>\u{1b}[31m; comm"`,
        `raw_syscalls,ns,4503599627370001,999,"write,""all""\n",,7,8,"a ""quoted"" & <tagged>\u{1b}[31m; comm",'=cmd|calc`,
        '',
      ].join('\n'),
    )
  })

  it('of buckets has the tool’s own and those of single slices', () => {
    const lines = writeText('csv-buckets', awkward()).split('\n')
    expect(lines[0]).toBe('event,unit,source,name,low,high,count')
    expect(lines.slice(-3)).toEqual([
      'raw_syscalls,ns,distribution,read,0,1024,3',
      'raw_syscalls,ns,distribution,read,1024,Infinity,1',
      '',
    ])
    const events = [...lines.join('\n').matchAll(/,events,.*?,([\d.]+)\n(?=raw)/gs)].map(([, count]) =>
      Number(count),
    )
    expect(events.reduce((sum, count) => sum + count, 0)).toBe(2)
  })

  it('of threads and counters', () => {
    expect(writeText('csv-threads', awkward()).split('\n').slice(2, 4)).toEqual([
      'cpu-clock,ns,7,8,"a ""quoted"" & <tagged>\u{1b}[31m; comm",renamed,1,4',
      'cpu-clock,ns,-1,-1,[no thread],[no thread],1,1000000007',
    ])
    expect(writeText('csv-counters', awkward())).toBe(
      'event,unit,time_ns,name,value\nvmstat,count,0,free,1.5\nvmstat,count,7,free,\n',
    )
  })

  it('refuses a table that would be empty', () => {
    const profile = profileOf({ threads: [], samples: [], duration: 0 })
    for (const id of ['csv-functions', 'csv-slices', 'csv-buckets', 'csv-counters', 'csv-threads'] as const)
      expect(() => writeText(id, profile)).toThrow(
        expect.toSatisfy((error) => isExpected(error) && error.code === 'export.unsupported'),
      )
  })
})
