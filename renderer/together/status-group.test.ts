import { expect, it } from 'vitest'
import type { CaptureProgress } from '../../shared/model/capture.ts'
import { groupRunning } from './status-group.tsx'

const progress = (captureId: string, groupId?: string): CaptureProgress => ({
  ...{ captureId, name: captureId, hostLabel: 'web', state: 'running', phase: 'recording' },
  ...{ elapsedSeconds: 1, plannedSeconds: 5, bytes: 1, received: 1, budgetBytes: 9, tracerCpuSeconds: 0 },
  ...{ connection: 'up', budgets: [] },
  ...(groupId === undefined ? {} : { group: { id: groupId, name: 'all', size: 3 } }),
})

it('running captures of a group are one line, at the place of the first; the last one left stands alone', () => {
  const entries = groupRunning([progress('a'), progress('b', 'g'), progress('c', 'g'), progress('d', 'h')])
  expect(
    entries.map((entry) =>
      entry.kind === 'group' ? entry.running.map(({ captureId }) => captureId) : entry.progress.captureId,
    ),
  ).toEqual(['a', ['b', 'c'], 'd'])
})
