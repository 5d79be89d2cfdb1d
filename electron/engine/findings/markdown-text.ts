/** Text of unknown origin in Markdown (CommonMark and GitHub's), so that it can make no markup. */
import { visibleText } from './visible-text.ts'

/** A line of text: nothing in it is markup, link, HTML or the end of a table's cell. */
export const escapeMarkdownLine = (text: string): string =>
  visibleText(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>&~|$#!@]/g, '\\$&')
    // addresses become links by themselves
    .replace(/\b(https?|ftp|mailto|xmpp):/gi, '$1\\:')
    .replace(/\b(www)\./gi, '$1\\.')
    // lists, headings, quotes and rules begin a line
    .replace(/^([-+=>])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')

/** Several lines; each keeps its own. */
export const escapeMarkdownText = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map(escapeMarkdownLine)
    .join('\\\n')
    // an empty line is a paragraph's end, not a break
    .replace(/(\\\n)(\\\n)+/g, '\n\n')

const longestRun = (text: string): number =>
  Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))

/** Text as it is, in a monospaced line. */
export const markdownCode = (text: string): string => {
  const line = visibleText(text).replace(/\s+/g, ' ').replaceAll('|', '\u2223')
  const fence = '`'.repeat(longestRun(line) + 1)
  return `${fence} ${line} ${fence}`
}

/** Text as it is, in a block of its own whose fence it cannot end. */
export const markdownBlock = (text: string): string => {
  const block = visibleText(text)
  const fence = '`'.repeat(Math.max(3, longestRun(block) + 1))
  return `${fence}text\n${block}\n${fence}`
}
