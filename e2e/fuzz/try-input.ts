/** What must hold of every input, whatever it holds: tryInput throws when it does not. */
import { isDeepStrictEqual } from 'node:util'
import { createContentDecoder } from '../../electron/engine/imports/content-decoder.ts'
import { isExpected } from '../../shared/errors/errors.ts'
import { createDetectingParser, HEAD_BYTES } from '../../shared/formats/detect.ts'
import type { Exporter } from '../../shared/formats/exporter.ts'
import type { Format } from '../../shared/formats/format.ts'
import { checkProfile } from '../../shared/formats/testing/check-profile.ts'
import type { Profile } from '../../shared/model/profile.ts'
import type { FuzzInput } from './make-input.ts'

export interface Subject {
  readonly formats: readonly Format[]
  readonly exporters: readonly Exporter[]
}

export type Outcome = 'accepted' | 'refused'

/** More than any profile of MAX_BYTES of input: an exporter that does not end. */
const MOST_EXPORTED = 1024 * 1024 * 1024

/** What is wrong, beside an exception that came out of the code. */
export class Unsound extends Error {
  override readonly name = 'Unsound'
}

const formatOf = ({ formats }: Subject, id: string): Format => {
  const found = formats.find((format) => format.id === id)
  if (found === undefined) throw new Error(`There is no format ${id}`)
  return found
}

const readInput = async (subject: Subject, input: FuzzInput, step: number): Promise<Profile> => {
  const { bytes, format } = input
  if (format !== null) {
    const parser = formatOf(subject, format).createParser()
    for (let at = 0; at < bytes.length; at += step) parser.push(bytes.slice(at, at + step))
    return parser.finish()
  }
  const parser = createDetectingParser(subject.formats)
  const decoder = createContentDecoder(async (chunk) => parser.push(chunk))
  try {
    for (let at = 0; at < bytes.length; at += step) await decoder.push(bytes.slice(at, at + step))
    await decoder.end()
    return parser.finish()
  } finally {
    decoder.destroy()
  }
}

/** Null when it is refused with a code of formats. */
const readOrRefuse = async (subject: Subject, input: FuzzInput, step: number): Promise<Profile | null> => {
  try {
    return await readInput(subject, input, step)
  } catch (error) {
    if (!isExpected(error) || !error.code.startsWith('format.')) throw error
    if (error.message === '' || error.remedy === '') throw new Unsound('The refusal says nothing')
    return null
  }
}

const sniffAll = ({ formats }: Subject, bytes: Uint8Array): void => {
  const head = bytes.slice(0, HEAD_BYTES)
  for (const format of formats) {
    const sureness = format.sniff(head)
    if (!(sureness >= 0 && sureness <= 1)) throw new Unsound(`${format.id} is sure by ${sureness}`)
  }
}

/** The profile must not change by being written, and what is written by a format that we read must be read again. */
const tryExports = (subject: Subject, profile: Profile, index: number): void => {
  // a few each time, else most of the time goes into them; all of them by turns
  const some = subject.exporters.filter((_, place) => (place + index) % 4 === 0)
  for (const exporter of some) {
    const reader = subject.formats.find(({ id }) => id === exporter.id)?.createParser()
    let written = 0
    try {
      for (const chunk of exporter.write(profile, { name: 'fuzz' })) {
        written += chunk.length
        if (written > MOST_EXPORTED)
          throw new Unsound(`${exporter.id} wrote more than ${MOST_EXPORTED} bytes`)
        reader?.push(chunk)
      }
    } catch (error) {
      if (isExpected(error) && error.code === 'export.unsupported') continue
      throw new Unsound(`The export to ${exporter.id} failed`, { cause: error })
    }
    if (reader === undefined || written === 0) continue
    try {
      checkProfile(reader.finish())
    } catch (error) {
      throw new Unsound(`The export to ${exporter.id} cannot be read`, { cause: error })
    }
  }
}

export const tryInput = async (subject: Subject, input: FuzzInput): Promise<Outcome> => {
  if (input.format === null) sniffAll(subject, input.bytes)
  const profile = await readOrRefuse(subject, input, input.step)
  if (profile !== null) checkProfile(profile)
  if (input.otherStep !== null) {
    const again = await readOrRefuse(subject, input, input.otherStep)
    if (!isDeepStrictEqual(again, profile))
      throw new Unsound(`In chunks of ${input.otherStep} bytes it is another profile than of ${input.step}`)
  }
  if (profile === null) return 'refused'
  tryExports(subject, profile, input.index)
  return 'accepted'
}
