/** The report as one Markdown file (CommonMark with GitHub's tables), pictures inside. */
import {
  escapeMarkdownText,
  escapeMarkdownLine as line,
  markdownBlock,
  markdownCode,
} from './markdown-text.ts'
import { pictureUri } from './picture-uri.ts'
import { type Fact, type PinWords, type Report, wordReport } from './report.ts'

const facts = (rows: readonly Fact[]): string =>
  rows.map(([label, text]) => `- **${line(label)}**: ${line(text)}`).join('\n')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const saySelected = (parts: readonly string[]): string =>
  parts.length === 0 ? 'everything' : line(parts.join('; '))

const pinText = (pin: PinWords): string[] => [
  `### ${line(pin.sentence)}`,
  `![${line(`${pin.view}: ${pin.sentence}`)}](${pictureUri(pin.picture)})`,
  `${line(pin.view)}. Selected: ${saySelected(pin.selection)}.`,
  ...(pin.comparedWith === null
    ? []
    : [
        `Compared with ${line(pin.comparedWith.name)}, selected: ${saySelected(pin.comparedWith.selection)}.`,
      ]),
  ...(pin.numbers.length === 0
    ? []
    : [
        table(
          ['Number', 'Value', 'Exact'],
          pin.numbers.map(({ label, text, exact }) => [line(label), line(text), line(exact)]),
        ),
      ]),
  `Pinned ${pin.when}. Artifacts: ${pin.hashes.length === 0 ? 'none' : pin.hashes.map(markdownCode).join(', ')}`,
]

const section = (title: string, isThere: boolean, content: () => readonly string[]): string[] =>
  isThere ? [title, ...content()] : []

/** UTF-8 text of the file. */
export const renderMarkdownReport = (report: Report): string => {
  const words = wordReport(report)
  const blocks = [
    `# ${line(words.title)}`,
    ...(words.question === '' ? [] : [`*${line(words.question)}*`]),
    ...(words.warning === '' ? [] : [`> **${line(words.warning)}**`]),
    facts(words.summary),
    '## What is missing',
    words.losses.map((loss) => `- ${line(loss)}`).join('\n'),
    ...section('## Findings', words.pins.length > 0, () => words.pins.flatMap(pinText)),
    ...section('## Notes', words.notes.length > 0, () =>
      words.notes.flatMap(({ text, when }) => [escapeMarkdownText(text), `*${when}*`]),
    ),
    ...section('## Markers', words.markers.length > 0, () => [facts(words.markers)]),
    ...section('## Workload', words.workload !== null, () => [
      markdownBlock(words.workload?.command ?? ''),
      facts(words.workload?.facts ?? []),
      ...(words.workload?.outputs ?? []).flatMap(({ title, text }) => [
        `### ${line(title)}`,
        markdownBlock(text),
      ]),
    ]),
    '## How it was measured',
    '### Host',
    facts(words.host),
    ...section('### Commands', words.commands.length > 0, () =>
      words.commands.flatMap(({ purpose, line: command }) => [line(purpose), markdownBlock(command)]),
    ),
    ...section('### Parameters', words.parameters.length > 0, () => [facts(words.parameters)]),
    ...section('### Data', words.streams.length > 0, () => [facts(words.streams)]),
    ...section('### Artifacts', words.artifacts.length > 0, () => [
      table(
        ['Name', 'What', 'SHA-256'],
        words.artifacts.map(({ name, about, sha256 }) => [line(name), line(about), markdownCode(sha256)]),
      ),
    ]),
    ...section('### States', words.states.length > 0, () => [facts(words.states)]),
    ...section('### Messages of the tools', words.toolMessages !== '', () => [
      markdownBlock(words.toolMessages),
    ]),
    `Written by Smokejumper ${line(words.version)}. Times are in UTC.`,
  ]
  return `${blocks.join('\n\n')}\n`
}
