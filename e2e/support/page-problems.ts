/** What must never happen on a page: an uncaught error, or something that the content security policy forbids. */
import type { Page } from '@playwright/test'

/** Gives the list, which grows. */
export const watchForProblems = (page: Page): string[] => {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.stack ?? String(error)))
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) problems.push(message.text())
  })
  return problems
}
