/** The tokens of a JSON document, and who reads them. */
import type { JsonScalar } from './json-value.ts'

export interface JsonTokens {
  /** False: what is in it is passed over, and it does not end. */
  start(isArray: boolean): boolean
  /** of the container that began last and has not ended */
  end(): void
  /** False: its value is passed over. */
  key(text: string): boolean
  scalar(value: JsonScalar): void
  /** The line is broken or cut: what began has no end. Only with `lines`. */
  abandon(): void
}

export interface JsonTokenizer {
  push(chunk: Uint8Array): void
  /** Of a number that the input ends with. */
  finish(): void
  /** bytes of the input before the one that is read */
  readonly offset: number
  readonly depth: number
  /** where and why it stopped; with `lines`, the first of these */
  readonly broken: { readonly offset: number; readonly what: string } | null
  /** how often it was broken */
  readonly breaks: number
  /** strings that were cut because they are too long */
  readonly cutStrings: number
  /** the input may end here: nothing is open, or only containers, and no value is half there */
  readonly betweenValues: boolean
}

export interface TokenizerOptions {
  /** Documents one after the other; a broken one is left out up to the end of its line. Otherwise there is one. */
  readonly lines?: boolean
}
