import { parse } from 'protobufjs'
import { describe, expect, it } from 'vitest'
import type { Profile } from '../../model/profile.ts'
import { perfScript } from '../perf-script.ts'
import { parseBytes } from '../testing/battery.ts'
import { readFixture, sampleProfiles } from '../testing/sample-profiles.ts'
import { writeExport } from '../testing/write-export.ts'

/** github.com/google/pprof, proto/profile.proto: field numbers and types, read by a second implementation. */
const schema = `syntax = "proto3";
message Profile { repeated ValueType sample_type = 1; repeated Sample sample = 2; repeated Mapping mapping = 3;
  repeated Location location = 4; repeated Function function = 5; repeated string string_table = 6;
  int64 drop_frames = 7; int64 keep_frames = 8; int64 time_nanos = 9; int64 duration_nanos = 10;
  ValueType period_type = 11; int64 period = 12; repeated int64 comment = 13; int64 default_sample_type = 14; }
message ValueType { int64 type = 1; int64 unit = 2; }
message Sample { repeated uint64 location_id = 1; repeated int64 value = 2; repeated Label label = 3; }
message Label { int64 key = 1; int64 str = 2; int64 num = 3; int64 num_unit = 4; }
message Mapping { uint64 id = 1; uint64 memory_start = 2; uint64 memory_limit = 3; uint64 file_offset = 4;
  int64 filename = 5; int64 build_id = 6; bool has_functions = 7; bool has_filenames = 8; bool has_line_numbers = 9;
  bool has_inline_frames = 10; }
message Location { uint64 id = 1; uint64 mapping_id = 2; uint64 address = 3; repeated Line line = 4; bool is_folded = 5; }
message Line { uint64 function_id = 1; int64 line = 2; int64 column = 3; }
message Function { uint64 id = 1; int64 name = 2; int64 system_name = 3; int64 filename = 4; int64 start_line = 5; }`

interface Decoded {
  sampleType: { type: number; unit: number }[]
  sample: { locationId: number[]; value: number[]; label: { key: number; str: number; num: number }[] }[]
  mapping: { id: number; filename: number }[]
  location: { id: number; mappingId: number; address: string; line: { functionId: number }[] }[]
  function: { id: number; name: number }[]
  stringTable: string[]
  periodType: { type: number; unit: number }
  timeNanos: string
  durationNanos: number
}

const decode = (bytes: Uint8Array): Decoded => {
  const type = parse(schema).root.lookupType('Profile')
  const message = type.decode(bytes)
  // numbers but where they may pass 2^53
  const plain = type.toObject(message, { longs: String, defaults: true }) as never
  const text = JSON.stringify(plain, (key, value) =>
    typeof value === 'string' && /^-?\d{1,15}$/.test(value) && key !== 'address' && key !== 'timeNanos'
      ? Number(value)
      : Array.isArray(value) && key !== 'stringTable'
        ? value.map((one) => (typeof one === 'string' && /^-?\d{1,15}$/.test(one) ? Number(one) : one))
        : value,
  )
  return { ...JSON.parse(text), stringTable: Reflect.get(message, 'stringTable') }
}

/** What Go's profile.CheckValid demands. */
const checkValid = (profile: Decoded) => {
  expect(profile.stringTable[0]).toBe('')
  const ids = (rows: { id: number }[]) => new Set(rows.map(({ id }) => id))
  const [mappings, locations, functions] = [
    ids(profile.mapping),
    ids(profile.location),
    ids(profile.function),
  ]
  for (const [set, rows] of [
    [mappings, profile.mapping],
    [locations, profile.location],
    [functions, profile.function],
  ] as const) {
    expect(set.size).toBe(rows.length)
    expect(set.has(0)).toBe(false)
  }
  for (const { value, locationId } of profile.sample) {
    expect(value.length).toBe(profile.sampleType.length)
    for (const id of locationId) expect(locations.has(id)).toBe(true)
  }
  for (const { mappingId, line } of profile.location) {
    if (mappingId !== 0) expect(mappings.has(mappingId)).toBe(true)
    expect(line.length).toBeGreaterThan(0)
    for (const { functionId } of line) expect(functions.has(functionId)).toBe(true)
  }
  const strings = profile.stringTable.length
  for (const { name } of profile.function) expect(name).toBeLessThan(strings)
}

/** By thread and names, leaf first: count and weight. */
const rowsOf = (profile: Decoded): Map<string, number[]> => {
  const byId = new Map(profile.location.map((location) => [location.id, location]))
  const names = new Map(profile.function.map(({ id, name }) => [id, profile.stringTable[name]!]))
  const rows = new Map<string, number[]>()
  for (const { locationId, value, label } of profile.sample) {
    const stack = locationId.flatMap((id) =>
      byId.get(id)!.line.map(({ functionId }) => names.get(functionId)),
    )
    const told = Object.fromEntries(
      label.map(({ key, str, num }) => [
        profile.stringTable[key],
        str === 0 ? num : profile.stringTable[str],
      ]),
    )
    const key = JSON.stringify([told.pid ?? -1, told.tid ?? -1, told.thread_comm ?? '', stack])
    rows.set(
      key,
      value.map((amount, i) => amount + (rows.get(key)?.[i] ?? 0)),
    )
  }
  return rows
}

const expectedRows = (profile: Profile, width: number): Map<string, number[]> => {
  const { strings, functions, frames, stacks, threads } = profile
  const rows = new Map<string, number[]>()
  let place = 0
  for (const stream of profile.streams) {
    if (stream.kind !== 'samples' && stream.kind !== 'slices') continue
    if (stream.length === 0) continue
    for (let row = 0; row < stream.length; row++) {
      const stack: string[] = []
      for (let at = stream.stack[row]!; at >= 0; at = stacks.parent[at]!)
        stack.push(strings[functions.name[frames.func[stacks.frame[at]!]!]!]!)
      if (stream.kind === 'slices' && stream.stack[row]! < 0) stack.push(strings[stream.name[row]!]!)
      const thread = stream.thread[row]!
      const who =
        thread < 0 ? [-1, -1, ''] : [threads.pid[thread], threads.tid[thread], strings[threads.name[thread]!]]
      const key = JSON.stringify([...who, stack.map((name) => name.toWellFormed())])
      const values = rows.get(key) ?? new Array<number>(width).fill(0)
      values[place]! += 1
      values[place + 1]! += stream.kind === 'slices' ? stream.duration[row]! : stream.weight[row]!
      rows.set(key, values)
    }
    place += 2
  }
  return rows
}

describe('pprof', () => {
  it.each([...sampleProfiles])(
    'of %s opens in another decoder, with every stack and its weight',
    (_, make) => {
      const profile = make()
      const decoded = decode(writeExport('pprof', profile))
      checkValid(decoded)
      expect(rowsOf(decoded)).toEqual(expectedRows(profile, decoded.sampleType.length))
    },
  )

  it('names its values, and its time when it is known', () => {
    const bytes = writeExport('pprof', readFixture('perf-script', 'perf-fp.txt'), {
      startedAt: 1_700_000_000_123,
    })
    const { sampleType, stringTable, timeNanos, periodType } = decode(bytes)
    const say = ({ type, unit }: { type: number; unit: number }) =>
      `${stringTable[type]}/${stringTable[unit]}`
    expect(sampleType.map(say)).toEqual(['samples/count', 'cpu-clock:ppp/nanoseconds'])
    expect(say(periodType)).toBe('cpu-clock:ppp/nanoseconds')
    expect(timeNanos).toBe('1700000000123000000')
  })

  it('puts inlined functions as lines into the location that they are inlined into, and only those', () => {
    const text = [
      ['1000 leaf', 'inlined'],
      ['1000 middle', 'inlined'],
      ['1000 outer+0x4', '/bin/a'],
      // perf names no function that holds it
      ['2000 start', 'inlined'],
      ['3000 main+0x1', '/bin/a'],
    ]
      .map(([symbol, module]) => `\t ${symbol} (${module})\n`)
      .join('')
    const profile = parseBytes(perfScript, `ab 1/1 [000] 1.0: 5 cpu-clock: \n${text}\n`)
    const {
      location,
      function: functions,
      stringTable,
      mapping,
      sample,
    } = decode(writeExport('pprof', profile))
    const names = new Map(functions.map(({ id, name }) => [id, stringTable[name]]))
    const shown = sample[0]!.locationId.map((id) => {
      const { line, address, mappingId } = location.find((one) => one.id === id)!
      const of = mapping.find((one) => one.id === mappingId)
      return [line.map(({ functionId }) => names.get(functionId)), address, of && stringTable[of.filename]]
    })
    expect(shown).toEqual([
      [['leaf', 'middle', 'outer'], String(0x1000), '/bin/a'],
      [['start'], String(0x2000), undefined],
      [['main'], String(0x3000), '/bin/a'],
    ])
  })

  it('keeps addresses of the kernel whole', () => {
    const profile = readFixture('perf-script', 'perf-three-events.txt')
    const addresses = new Set(decode(writeExport('pprof', profile)).location.map(({ address }) => address))
    const top = profile.frames.address.toSorted().at(-1)!
    expect(top > 2n ** 63n).toBe(true)
    expect(addresses.has(String(top))).toBe(true)
  })
})
