/**
 * speedscope's own format: profiles over shared frames, each sampled (stacks with weights) or evented (calls that open
 * and close). A profile of time is a thread of one stream; profiles of bytes or without a unit are unlike each other
 * and each a stream, unless their names say that they are threads. An evented one gives its calls too.
 * Source: speedscope's src/lib/file-format-spec.ts.
 */
import { assembleStreams, type EventColumns } from '../assemble-streams.ts'
import type { Format } from '../format.ts'
import type { JsonContext, JsonFormatReader } from '../json/json-parser.ts'
import { createJsonParser } from '../json/json-parser.ts'
import { isObject, member, textOf } from '../json/json-value.ts'
import { outlineJson } from '../json/outline.ts'
import { createRawProfile, type RawProfile } from './raw-profile.ts'
import { createResolver, type SharedFrame } from './resolve.ts'

const createReader = ({ builder, leaveOut }: JsonContext): JsonFormatReader => {
  const frames: SharedFrame[] = []
  const profiles: RawProfile[] = []
  let exporter = ''
  let isSpeedscope = false
  const current = () => profiles[profiles.length - 1]!

  return {
    visits: {
      $schema: {
        value(value) {
          isSpeedscope ||= textOf(value)?.includes('speedscope') ?? false
        },
      },
      exporter: {
        value(value) {
          exporter = textOf(value) ?? ''
        },
      },
      'shared/frames/*': {
        value(value) {
          isSpeedscope = true
          const name = textOf(member(value, 'name')) ?? '[unknown]'
          const file = textOf(member(value, 'file')) || null
          const frame = builder.frame(builder.func(name, file, 'unknown'), 0, 0)
          frames.push({ frame, name: builder.string(name) })
        },
      },
      'profiles/*': {
        start() {
          profiles.push(createRawProfile())
        },
      },
      'profiles/*/type': { value: (value) => current().setType(textOf(value)) },
      'profiles/*/name': { value: (value) => current().setName(textOf(value)) },
      'profiles/*/unit': { value: (value) => current().setUnit(textOf(value)) },
      'profiles/*/startValue': { value: (value) => current().setStart(value) },
      'profiles/*/endValue': { value: (value) => current().setEnd(value) },
      'profiles/*/samples/*': {
        value(value) {
          if (!current().addStack(value)) leaveOut('samples whose stack is no list of frames')
        },
      },
      'profiles/*/weights/*': {
        value(value) {
          if (!current().addWeight(value)) leaveOut('weights that are no numbers')
        },
      },
      'profiles/*/events/*': {
        value(value) {
          if (!isObject(value) || !current().addEvent(value)) leaveOut('events without type, frame or time')
        },
      },
    },
    finish() {
      const known = profiles.filter(({ isKnown }) => isKnown)
      if (!isSpeedscope && known.length === 0) return null
      const resolver = createResolver({ builder, frames, exporter, leaveOut })
      for (const profile of known) resolver.add(profile)
      const columns: readonly EventColumns[] = resolver.columns()
      return assembleStreams(columns, (relative) => relative, { end: resolver.end() })
    },
  }
}

const sniff = (head: Uint8Array): number => {
  const { paths, texts } = outlineJson(head)
  if (texts.get('$schema')?.includes('speedscope')) return 1
  if (/^(evented|sampled)$/.test(texts.get('profiles/*/type') ?? '')) return 0.9
  if (paths.has('shared/frames/*/name')) return 0.8
  return 0
}

export const speedscope: Format = {
  id: 'speedscope',
  title: 'speedscope JSON',
  sniff,
  createParser: () =>
    createJsonParser({ expected: 'a speedscope file (shared frames and profiles)', createReader }),
}
