/** A vitest reporter that counts, with the reasons of what was skipped. */
import type { Reporter, TestModule } from 'vitest/node'
import { writeReport } from './stage-report.ts'

export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0
    // A file that could not be loaded has no tests to fail, and fails itself; so does an error outside of all tests.
    let failed = unhandledErrors.length
    const skipped: { name: string; reason: string }[] = []
    for (const module of modules) {
      const failedBefore = failed
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') passed++
        else if (result.state === 'skipped') {
          skipped.push({
            name: `${module.relativeModuleId} > ${test.fullName}`,
            reason: result.note ?? 'what it needs is not here (its skipIf says what)',
          })
        } else failed++
      }
      if (module.state() === 'failed' && failed === failedBefore) failed++
    }
    writeReport({ passed, failed, skipped })
  }
}
