/** The report's only style sheet: screen in both schemes, and paper. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --raised: #f6f6f7; --line: #dcdce0; --text: #1c1d21; --quiet: #5c5e66;
  --accent: #b4480f; --warning: #7a5200; --warning-page: #fff6df;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #17181b; --raised: #1f2024; --line: #36383e; --text: #ecedf0; --quiet: #a5a7b0;
    --accent: #f08a4b; --warning: #f2c76a; --warning-page: #2b2415;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif;
}
main { max-width: 960px; margin: 0 auto; padding: 40px 32px 64px; }
header { border-bottom: 1px solid var(--line); padding-bottom: 16px; margin-bottom: 24px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 40px 0 12px; }
h3 { font-size: 14px; margin: 24px 0 8px; }
p { margin: 0 0 8px; }
.question { color: var(--quiet); font-size: 16px; margin: 0; }
.quiet { color: var(--quiet); }
.mark { color: var(--accent); font-weight: 600; letter-spacing: .02em; font-size: 12px; margin: 0 0 8px; }
.warning { background: var(--warning-page); color: var(--warning); border-left: 3px solid currentcolor; padding: 8px 12px; }
dl { display: grid; grid-template-columns: minmax(120px, max-content) 1fr; gap: 4px 24px; margin: 0; }
dt { color: var(--quiet); overflow-wrap: anywhere; max-width: 240px; }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
ul { margin: 0; padding-left: 20px; }
li { overflow-wrap: anywhere; }
.pin { border-top: 1px solid var(--line); padding-top: 20px; margin: 24px 0 32px; }
.pin h3 { font-size: 16px; margin: 0 0 12px; font-weight: 600; overflow-wrap: anywhere; white-space: pre-line; }
.pin img { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px; margin: 0 0 8px; }
table { border-collapse: collapse; margin: 12px 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 3px 24px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--quiet); font-weight: 500; font-size: 12px; }
.number { text-align: right; }
.note { white-space: pre-wrap; overflow-wrap: anywhere; border-left: 3px solid var(--accent); padding: 2px 0 2px 16px; margin: 0 0 4px; }
.when { color: var(--quiet); font-size: 12px; margin: 0 0 20px; }
code, pre { font-family: var(--mono); font-size: 12px; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: 8px 12px; margin: 4px 0 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
footer { border-top: 1px solid var(--line); margin-top: 48px; padding-top: 12px; color: var(--quiet); font-size: 12px; }
@media (max-width: 600px) { main { padding: 24px 16px; } dl { grid-template-columns: 1fr; } dd { margin-bottom: 8px; } }
@media print {
  :root { --page: #ffffff; --raised: #ffffff; --line: #bbbbbb; --text: #000000; --quiet: #444444; --accent: #000000; --warning: #000000; --warning-page: #ffffff; color-scheme: light; }
  @page { margin: 16mm; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  .pin img, table, .warning { break-inside: avoid; }
}
`
