/** A Playwright reporter that counts, with the reasons of what was skipped. */
import type { FullConfig, Reporter, Suite, TestError } from '@playwright/test/reporter'
import { writeReport } from './stage-report.ts'

export default class CountingReporter implements Reporter {
  #suite: Suite | null = null
  #errors = 0

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite
  }

  /** Outside of all tests: a spec that could not be loaded, say. */
  onError(_error: TestError): void {
    this.#errors++
  }

  onEnd(): void {
    let passed = 0
    let failed = this.#errors
    const skipped: { name: string; reason: string }[] = []
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome()
      if (outcome === 'expected') passed++
      else if (outcome === 'skipped') {
        const annotations = [...test.annotations, ...(test.results.at(-1)?.annotations ?? [])]
        const reason = annotations.find(
          ({ type, description }) => type === 'skip' && description,
        )?.description
        skipped.push({
          name: test.titlePath().filter(Boolean).join(' > '),
          reason: reason ?? 'no reason given',
        })
      } else failed++
    }
    writeReport({ passed, failed, skipped })
  }
}
