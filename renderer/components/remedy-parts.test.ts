import { describe, expect, it } from 'vitest'
import { splitRemedy } from './remedy-parts.ts'

describe('a remedy', () => {
  it('is taken apart into words and commands to copy', () => {
    expect(splitRemedy('Install it: `sudo apt-get install perf`.')).toEqual([
      { kind: 'words', text: 'Install it: ' },
      { kind: 'command', text: 'sudo apt-get install perf' },
    ])
    expect(splitRemedy('Nothing to run')).toEqual([{ kind: 'words', text: 'Nothing to run' }])
  })
})
