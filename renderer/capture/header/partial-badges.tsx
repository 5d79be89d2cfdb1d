/** What is missing from the data, with the number and what it means. */
import { TriangleAlert } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { Badge } from '../../components/badge.tsx'
import { formatCount } from '../../format/number.ts'

const words: Readonly<Record<string, readonly [string, string]>> = {
  lost: ['lost', 'Events that kernel or tool dropped: the numbers are lower bounds.'],
  throttled: ['throttled', 'The kernel slowed sampling down: quiet stretches may not be quiet.'],
  unparsed: ['unparsed', 'Lines that could not be read: they are in the raw output.'],
  truncated: ['truncated', 'The output ended early: the end of the capture is not here.'],
}

export function PartialBadges({ detail }: { detail: CaptureDetail }) {
  const losses = detail.losses.filter(({ count }) => count > 0)
  return (
    <>
      {detail.sample && (
        <Badge title="Ships with Smokejumper: a real capture to try the views on">sample</Badge>
      )}
      {losses.map(({ kind, count, detail: where }, index) => {
        const [word, meaning] = words[kind] ?? [kind, '']
        return (
          <Badge key={index} tone="warning" icon={TriangleAlert} title={`${where} ${meaning}`.trim()}>
            {kind === 'truncated' ? word : `${formatCount(count)} ${word}`}
          </Badge>
        )
      })}
      {detail.incomplete && losses.length === 0 && (
        <Badge
          tone="warning"
          icon={TriangleAlert}
          title="The capture did not end as planned: it may not cover all of the time asked for."
        >
          incomplete
        </Badge>
      )}
    </>
  )
}
