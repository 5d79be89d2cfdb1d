/**
 * What our scripts print: `NONCE begin`, name=value lines, `NONCE data`, bytes, newline, `NONCE end`; behind bytes that
 * are no good `NONCE spoilt`. Whatever a
 * login shell's rc files print around it is no part of it, and the nonce makes sure that data cannot end it.
 */
import { SmokejumperError } from '../../../shared/errors/errors.ts'

export interface FramedOutput {
  readonly values: ReadonlyMap<string, string>
  /** empty where the script gives none */
  readonly data: Uint8Array
}

const longestLine = 4096

/** Throws capture.spool when the frame is not there or not closed: the script did not get to its end. */
export const parseFramedOutput = (output: Uint8Array, nonce: string): FramedOutput => {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength)
  const beginLine = `${nonce} begin\n`
  const begin = bytes.indexOf(beginLine)
  const end = bytes.lastIndexOf(`${nonce} end\n`)
  if (begin === -1 || end < begin + beginLine.length) throw unframed(bytes)
  const from = begin + beginLine.length
  const dataLine = `${nonce} data\n`
  const data = bytes.indexOf(dataLine, from)
  const isData = data !== -1 && data < end
  const head = bytes.subarray(from, isData ? data : end)
  const values = new Map<string, string>()
  for (const line of head.toString('utf8').split('\n')) {
    const equals = line.indexOf('=')
    if (equals > 0) values.set(line.slice(0, equals), line.slice(equals + 1, longestLine))
  }
  const spoilt = `\n${nonce} spoilt\n`
  const isSpoilt = bytes.subarray(end - spoilt.length, end).toString('latin1') === spoilt
  return {
    values,
    // the newline before the end is ours; a copy, so that it can be transferred on
    data:
      isData && !isSpoilt
        ? new Uint8Array(bytes.subarray(data + dataLine.length, Math.max(end - 1, data + dataLine.length)))
        : new Uint8Array(),
  }
}

export const unframed = (bytes: Buffer) =>
  new SmokejumperError({
    code: 'capture.spool',
    message: `The host's shell did not answer as expected. It printed: ${JSON.stringify(bytes.subarray(0, 200).toString('utf8'))}.`,
    remedy: "Check that `sh -s` runs on the host, and that nothing in the user's login files ends the shell.",
  })
