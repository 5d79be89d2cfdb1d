/** The report as one HTML file that loads nothing and runs nothing. */
import { createHash } from 'node:crypto'
import { type Html, html, htmlText, nothing, styleElement } from './html.ts'
import { pictureUri } from './picture-uri.ts'
import { type Fact, type PinWords, type Report, wordReport } from './report.ts'
import { reportStyle } from './report-style.ts'
import type { WorkloadWords } from './workload-words.ts'

// the style sheet by its hash: no other style, and no script, is ever taken
const styleHash = createHash('sha256').update(reportStyle).digest('base64')
const policy = `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`

const facts = (rows: readonly Fact[]): Html =>
  html`<dl>${rows.map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>`

const section = (title: string, isThere: boolean, content: () => Html): Html =>
  isThere ? html`<section><h2>${title}</h2>${content()}</section>` : nothing

const saySelected = (parts: readonly string[]): string =>
  parts.length === 0 ? 'everything' : parts.join('; ')

const pinElement = (pin: PinWords): Html => html`<article class="pin">
<h3>${pin.sentence}</h3>
<img src="${pictureUri(pin.picture)}" alt="${`${pin.view}: ${pin.sentence}`}">
<p class="quiet">${pin.view}. Selected: ${saySelected(pin.selection)}.${
  pin.comparedWith === null
    ? nothing
    : html` Compared with ${pin.comparedWith.name}, selected: ${saySelected(pin.comparedWith.selection)}.`
}</p>
${
  pin.numbers.length === 0
    ? nothing
    : html`<table><thead><tr><th>Number</th><th class="number">Value</th><th class="number">Exact</th></tr></thead><tbody>${pin.numbers.map(
        ({ label, text, exact }) =>
          html`<tr><td>${label}</td><td class="number">${text}</td><td class="number">${exact}</td></tr>`,
      )}</tbody></table>`
}
<p class="when">Pinned ${pin.when}. Artifacts: ${
  pin.hashes.length === 0 ? 'none' : pin.hashes.map((hash) => html`<code>${hash}</code> `)
}</p>
</article>`

const workloadElement = ({ command, facts: rows, outputs }: WorkloadWords): Html => html`<pre>${command}</pre>
${facts(rows)}
${outputs.map(({ title, text }) => html`<h3>${title}</h3><pre>${text}</pre>`)}`

/** UTF-8 text of the file. Scripts are not needed to read it. */
export const renderHtmlReport = (report: Report): string => {
  const words = wordReport(report)
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${words.title} · Smokejumper</title>
${styleElement(reportStyle)}
</head>
<body>
<main>
<header>
<p class="mark">Smokejumper report</p>
<h1>${words.title}</h1>
${words.question === '' ? nothing : html`<p class="question">${words.question}</p>`}
</header>
${words.warning === '' ? nothing : html`<p class="warning">${words.warning}</p>`}
${facts(words.summary)}
<section><h2>What is missing</h2><ul>${words.losses.map((loss) => html`<li>${loss}</li>`)}</ul></section>
${section('Findings', words.pins.length > 0, () => html`${words.pins.map(pinElement)}`)}
${section(
  'Notes',
  words.notes.length > 0,
  () =>
    html`${words.notes.map(({ text, when }) => html`<p class="note">${text}</p><p class="when">${when}</p>`)}`,
)}
${section('Markers', words.markers.length > 0, () => facts(words.markers))}
${section('Workload', words.workload !== null, () => (words.workload === null ? nothing : workloadElement(words.workload)))}
<section><h2>How it was measured</h2>
<h3>Host</h3>
${facts(words.host)}
${words.commands.length === 0 ? nothing : html`<h3>Commands</h3>`}
${words.commands.map(({ purpose, line }) => html`<p class="quiet">${purpose}</p><pre>${line}</pre>`)}
${words.parameters.length === 0 ? nothing : html`<h3>Parameters</h3>${facts(words.parameters)}`}
${words.streams.length === 0 ? nothing : html`<h3>Data</h3>${facts(words.streams)}`}
${
  words.artifacts.length === 0
    ? nothing
    : html`<h3>Artifacts</h3><table><thead><tr><th>Name</th><th>What</th><th>SHA-256</th></tr></thead><tbody>${words.artifacts.map(
        ({ name, about, sha256 }) =>
          html`<tr><td>${name}</td><td>${about}</td><td><code>${sha256}</code></td></tr>`,
      )}</tbody></table>`
}
${words.states.length === 0 ? nothing : html`<h3>States</h3>${facts(words.states)}`}
${words.toolMessages === '' ? nothing : html`<h3>Messages of the tools</h3><pre>${words.toolMessages}</pre>`}
</section>
<footer>Written by Smokejumper ${words.version}. Times are in UTC.</footer>
</main>
</body>
</html>
`
  return htmlText(page)
}
