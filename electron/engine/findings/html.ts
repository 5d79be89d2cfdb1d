/**
 * HTML that can only be made by escaping: `html` takes whatever is put into it for text, unless it is itself made by
 * `html`. All of the report goes through the one function escapeHtml.
 */
import { visibleText } from './visible-text.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** For text and for attribute values in double quotes. */
export const escapeHtml = (text: string): string =>
  visibleText(text).replace(/[&<>"'`]/g, (character) => entities[character]!)

const safe = Symbol('made by html')

export interface Html {
  readonly [safe]: string
}
type Piece = string | number | Html | readonly Html[]

const pieceText = (piece: Piece): string => {
  if (typeof piece === 'string') return escapeHtml(piece)
  if (typeof piece === 'number') return escapeHtml(String(piece))
  return 'length' in piece ? piece.map((one) => one[safe]).join('') : piece[safe]
}

export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html => ({
  [safe]: strings.map((text, i) => (i === 0 ? text : pieceText(pieces[i - 1]!) + text)).join(''),
})

export const nothing: Html = html``

export const htmlText = (page: Html): string => page[safe]

/** For a style sheet of our own, which is no data: it goes in as it is, because a policy names it by its hash. */
export const styleElement = (css: string): Html => ({ [safe]: `<style>${css}</style>` })
