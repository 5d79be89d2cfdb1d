import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { parseCommand } from './arguments.ts'

const parse = (line: string) => parseCommand(line.split(' ').filter(Boolean), 'ada')

describe('a command line', () => {
  it('is a capture with all that can be said about it', () => {
    expect(
      parse(
        'capture --host web-3 --recipe cpu-profile --seconds 5 --pid 1 --pid 22 --param hz=99 --param x=a=b --grace 30 --json --library l.db',
      ),
    ).toEqual({
      kind: 'capture',
      json: true,
      library: 'l.db',
      ifDamaged: null,
      host: 'web-3',
      recipe: 'cpu-profile',
      seconds: 5,
      pids: [1, 22],
      parameters: new Map([
        ['hz', '99'],
        ['x', 'a=b'],
      ]),
      name: '',
      grace: 30,
      detach: false,
      ...{ rung: null, limits: {}, after: null, estimate: false },
      rotate: false,
    })
  })

  it('is a capture that needs nobody, taken over from anywhere and stopped with all others', () => {
    expect(
      parse(
        'capture --recipe cpu-profile --rung 2 --budget tracer-cpu=5 --budget bytes=50M --budget lost=none --after abc --estimate',
      ),
    ).toMatchObject({
      ...{ rung: 2, after: 'abc', estimate: true },
      limits: { 'tracer-cpu': 5, bytes: 50_000_000, lost: null },
    })
    for (const wrong of ['cpu=5', 'tracer-cpu', 'tracer-cpu=x', 'tracer-cpu=0', 'bytes=none'])
      expect(() => parse(`capture --recipe cpu-profile --budget ${wrong}`)).toThrow('--budget')
    expect(parse('capture --recipe cpu-profile --detach')).toMatchObject({ detach: true, grace: null })
    expect(() => parse('capture --recipe x --rotate')).toThrow('--rotate has a meaning with --detach only')
    expect(parse('collect abc --partial')).toMatchObject({ captureId: 'abc', partial: true })
    expect(() => parse('capture --recipe x --detach --grace 5')).toThrow(
      '--grace has no meaning with --detach',
    )
    const head = { json: false, library: null, ifDamaged: null }
    expect(parse('adopt web-3 abc --list')).toEqual({
      ...{ kind: 'adopt', ...head, host: 'web-3', captureIds: ['abc'], list: true, partial: false },
    })
    expect(() => parse('adopt')).toThrow('The HOST is missing.')
    expect(parse('stop --host web-3 --all')).toEqual({ kind: 'stop', ...head, host: 'web-3' })
    expect(() => parse('stop --host web-3')).toThrow('--all is missing')
  })

  it('is for this machine and the default library when nothing else is said', () => {
    expect(parse('probe')).toEqual({
      kind: 'probe',
      json: false,
      library: null,
      ifDamaged: null,
      host: 'this-machine',
    })
  })

  it('exports to a file or to stdout', () => {
    expect(parse('export abc --to folded -o x.folded')).toMatchObject({
      captureId: 'abc',
      to: 'folded',
      file: 'x.folded',
    })
    expect(parse('export abc --to raw')).toMatchObject({ to: 'raw', file: null })
    expect(parse('export abc --to folded --raw --all-events')).toMatchObject({
      options: { raw: true, allEvents: true },
    })
  })

  it('says what is to be done with a damaged library', () => {
    expect(parse('list --if-damaged recover')).toMatchObject({ kind: 'list', ifDamaged: 'recover' })
    expect(parse('import a.txt --if-damaged empty')).toMatchObject({ kind: 'import', ifDamaged: 'empty' })
    expect(() => parse('list --if-damaged delete')).toThrow('--if-damaged takes one of: recover, empty.')
  })

  it('imports several files, and converts one', () => {
    expect(parse('import a.txt b.gz --library x.db')).toEqual({
      kind: 'import',
      json: false,
      library: 'x.db',
      ifDamaged: null,
      files: ['a.txt', 'b.gz'],
    })
    expect(parse('convert - --to pprof --from perf-script -o x.pb.gz')).toEqual({
      ...{ kind: 'convert', json: false, input: '-', from: 'perf-script', to: 'pprof' },
      options: { raw: false, allEvents: false },
      file: 'x.pb.gz',
    })
  })

  it('asks for help, whatever else stands there', () => {
    expect(parse('--help')).toEqual({ kind: 'help', topic: 'smokejumper' })
    expect(parse('capture --recipe x --help')).toEqual({ kind: 'help', topic: 'capture' })
    expect(parse('hosts add -h')).toEqual({ kind: 'help', topic: 'hosts' })
  })

  it.each([
    ['', /Say what to do/],
    ['explode', /no command "explode"/],
    ['toString', /no command "toString"/],
    ['probe --hots x', /--hots/],
    ['probe extra', /extra/],
    ['capture', /--recipe is missing/],
    ['capture --recipe x --seconds 0', /--seconds takes a whole number from 1/],
    ['capture --recipe x --seconds 1.5', /not "1.5"/],
    ['capture --recipe x --pid -1', /--pid/],
    ['capture --recipe x --param hz', /--param takes NAME=VALUE, not "hz"/],
    ['list --limit 0', /--limit/],
    ['export --to raw', /ID of the capture is missing/],
    ['export a b --to raw', /One capture at a time/],
    ['export a', /--to takes one of: folded, speedscope, .*, raw, html, markdown/],
    ['export a --to svg --raw', /belong to --to folded/],
    ['import', /FILE is missing/],
    ['convert --to svg', /FILE .or - for stdin. is missing/],
    ['convert a b --to svg', /One file at a time/],
    ['convert a --to raw', /--to takes one of: folded, speedscope/],
    ['convert a --to svg --json', /-o FILE/],
    ['export a --to pdf', /--to takes one of/],
    ['export a --to raw --json', /-o FILE/],
  ])('"%s" is refused', (line, message) => {
    expect(() => parse(line)).toThrow(UsageError)
    expect(() => parse(line)).toThrow(message)
  })
})
