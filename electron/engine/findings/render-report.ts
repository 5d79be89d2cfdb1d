import { renderHtmlReport } from './html-report.ts'
import { renderMarkdownReport } from './markdown-report.ts'
import type { Report } from './report.ts'

/** A capture's notes and pins with all that stands behind them, as the text of one self-contained file. */
export const renderReport = (format: 'html' | 'markdown', report: Report): string =>
  format === 'html' ? renderHtmlReport(report) : renderMarkdownReport(report)
