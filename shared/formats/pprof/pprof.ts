/**
 * pprof's profile.proto, already decompressed. Each sample type is a stream with its unit. A location's lines are the
 * function and those inlined into it; mappings are modules. Labels that name a thread, or when, are read as such; those
 * of Go name what was worked on and stand for a thread. What is passed over: line numbers, other numbers in labels,
 * comments, drop and keep expressions. Without times, all samples are at time 0.
 * Source: github.com/google/pprof, proto/profile.proto.
 */
import { Location, Mapping, Function as PprofFunction, Sample, ValueType } from 'pprof-format'
import type { Loss, Profile } from '../../model/profile.ts'
import { assembleStreams } from '../assemble-streams.ts'
import { growHead, unrecognised } from '../excerpt.ts'
import type { Format, ProfileParser } from '../format.ts'
import { createLeftOut } from '../left-out.ts'
import { createProfileBuilder } from '../profile-builder.ts'
import { createFieldReader, type FieldReader, MAX_FIELD_BYTES } from './field-reader.ts'
import { createPprofTables } from './pprof-tables.ts'
import { resolvePprof } from './resolve.ts'
import { flat, isSoundMessage, locationShape, type MessageShape, sampleShape } from './sound-message.ts'

const STRING_FIELD = 6
const TIME_FIELD = 9
const DURATION_FIELD = 10

interface Message {
  readonly what: string
  readonly shape: MessageShape
  readonly read: (bytes: Uint8Array) => void
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

const describeEnd = (fields: FieldReader): readonly Loss[] => {
  if (fields.broken !== null) {
    const { offset, what } = fields.broken
    const detail = `The profile ${what}, at byte ${offset}: what follows is left out.`
    return [{ kind: 'truncated', count: 1, detail }]
  }
  if (fields.betweenFields) return []
  const detail = `The profile ends in the middle of the record at byte ${fields.offset}: names and places may be missing.`
  return [{ kind: 'truncated', count: 1, detail }]
}

const createPprofParser = (): ProfileParser => {
  const builder = createProfileBuilder()
  const tables = createPprofTables()
  let head: Uint8Array = new Uint8Array(0)
  let time = 0n
  let duration = 0n

  const messages: Readonly<Record<number, Message>> = {
    1: { what: 'sample types', shape: flat, read: (bytes) => tables.addType(ValueType.decode(bytes)) },
    2: { what: 'samples', shape: sampleShape, read: (bytes) => tables.addSample(Sample.decode(bytes)) },
    3: { what: 'mappings', shape: flat, read: (bytes) => tables.addMapping(Mapping.decode(bytes)) },
    4: {
      what: 'locations',
      shape: locationShape,
      read: (bytes) => tables.addLocation(Location.decode(bytes)),
    },
    5: { what: 'functions', shape: flat, read: (bytes) => tables.addFunction(PprofFunction.decode(bytes)) },
  }

  const fields = createFieldReader({
    bytes(field, bytes, start, end) {
      if (field === STRING_FIELD) {
        tables.strings.push(decoder.decode(bytes.subarray(start, end)))
        return
      }
      const message = messages[field]
      if (message === undefined) return
      if (isSoundMessage(bytes, start, end, message.shape)) message.read(bytes.subarray(start, end))
      else leftOut.add(`${message.what} that are no such message`)
    },
    varint(field, value) {
      if (field === TIME_FIELD) time = BigInt.asIntN(64, value())
      else if (field === DURATION_FIELD) duration = BigInt.asIntN(64, value())
    },
    oversized(field) {
      if (field === STRING_FIELD) tables.strings.push('')
      leftOut.add(`records of more than ${MAX_FIELD_BYTES} bytes`)
    },
  })
  const leftOut = createLeftOut(() => fields.offset)

  return {
    push(chunk) {
      head = growHead(head, chunk)
      fields.push(chunk)
    },
    finish(): Profile {
      const isProfile = tables.types.length > 0 && (tables.sampleStack.length > 0 || tables.strings[0] === '')
      if (!isProfile) throw unrecognised('a pprof profile (protobuf, with sample types)', head, 0)
      const columns = resolvePprof(tables, builder, leftOut.add, time)
      const { streams, ...span } = assembleStreams(columns, (relative) => Number(time) + relative, {
        start: 0,
        end: Number(duration),
      })
      return builder.build({ streams, ...span, losses: [...leftOut.losses(), ...describeEnd(fields)] })
    },
  }
}

/** Sure when it begins with a sample type, as all encoders write it, and goes on with fields of a profile. */
const sniff = (head: Uint8Array): number => {
  let types = 0
  let others = 0
  let isWrong = false
  const fields = createFieldReader({
    bytes(field, bytes, start, end) {
      const shape = { 1: flat, 2: sampleShape, 3: flat, 4: locationShape, 5: flat, 11: flat }[field]
      if (field === 1 && end > start && isSoundMessage(bytes, start, end, flat)) types++
      else if (field > 15 || (shape && !isSoundMessage(bytes, start, end, shape))) isWrong = true
      else others++
    },
    varint(field) {
      if (field > 15) isWrong = true
      else others++
    },
    oversized() {
      isWrong = true
    },
  })
  fields.push(head)
  if (types === 0 || isWrong || fields.broken !== null) return 0
  return others > 0 ? 1 : 0.5
}

export const pprof: Format = {
  id: 'pprof',
  title: 'pprof',
  sniff,
  createParser: createPprofParser,
}
