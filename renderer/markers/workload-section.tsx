/** The command that was run beside a capture: how it ended and what it wrote, byte for byte but what would be obeyed. */
import type { CaptureDetail } from '../../shared/model/capture.ts'
import type { Workload, WorkloadStream } from '../../shared/model/workload.ts'
import { workloadStreams } from '../../shared/model/workload.ts'
import { readText } from '../capture/details/read-text.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Facts, Section } from '../components/section.tsx'
import { ErrorState } from '../components/states.tsx'
import { useCall } from '../engine-context.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import { formatDuration, formatExactDuration } from '../format/duration.ts'
import { sayTime } from './marker-words.ts'
import { sayEnd } from './workload-words.ts'

/** More of it is in the report's file, and in the library. */
const SHOWN = 65_536

export function WorkloadSection({ detail: { id, workload } }: { detail: CaptureDetail }) {
  if (!workload) return null
  const { command, start, end } = workload
  return (
    <Section title="Workload">
      <div className="details-command">
        <p className="details-note">
          run on the host meanwhile, as {workload.asRoot ? 'root' : 'the user who logs in'}
        </p>
        <pre>{command}</pre>
        <CopyButton text={command} />
      </div>
      <Facts
        facts={[
          { name: 'How it ended', value: sayEnd(workload) },
          ...(start === null
            ? []
            : [
                {
                  name: 'Started',
                  value: `at ${sayTime({ time: start })}`,
                  hint: formatExactDuration(start),
                },
              ]),
          ...(start === null || end === null
            ? []
            : [{ name: 'Took', value: formatDuration(end - start), hint: formatExactDuration(end - start) }]),
        ]}
      />
      {workloadStreams.map((stream) => (
        <Output key={stream} captureId={id} stream={stream} kept={workload[stream]} />
      ))}
    </Section>
  )
}

interface OutputProps {
  readonly captureId: string
  readonly stream: WorkloadStream
  readonly kept: Workload['stdout']
}

function Output({ captureId, stream, kept }: OutputProps) {
  const isThere = kept !== null && kept.bytes > 0
  const output = useCall('captures.workloadOutput', { captureId, stream }, { enabled: isThere })
  if (!isThere)
    return (
      <p className="details-note">
        {kept === null ? `${stream} comes at the end.` : `Nothing on ${stream}.`}
      </p>
    )
  if (output.state === 'failed') return <ErrorState inline error={output.error} onRetry={output.reload} />
  const { leftOut } = kept
  const text = output.value && readText(output.value.bytes.subarray(0, SHOWN))
  const more = kept.bytes - Math.min(kept.bytes, SHOWN)
  return (
    <div>
      <p className="details-note" title={formatExactBytes(kept.bytes)}>
        {stream}, {formatBytes(kept.bytes)}
        {more > 0 && `, the first ${formatBytes(SHOWN)} of it`}
        {leftOut !== null && leftOut > 0 && `; ${formatBytes(leftOut)} more were not kept`}
      </p>
      <pre className="details-messages">{text ?? ''}</pre>
    </div>
  )
}
