/** A capture that has nothing to draw: why, what to do, and what the tools said. */
import { CircleAlert, CirclePause, Hourglass, RotateCcw } from 'lucide-react'
import { type CaptureDetail, isActive } from '../../../shared/model/capture.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorText } from '../../components/error-text.tsx'
import { EmptyState, ErrorState } from '../../components/states.tsx'
import { useAction } from '../../engine-context.tsx'
import { LadderBar } from '../../ladder/ladder-bar.tsx'
import { goTo } from '../../location/use-location.ts'
import { DetailsPanel } from '../details/details-panel.tsx'
import './capture-without-data.css'

export function CaptureWithoutData({ detail }: { detail: CaptureDetail }) {
  const { error, state } = detail
  const details = error
    ? `${error.code}: ${error.message}\n${error.remedy}\n${detail.toolMessages}`
    : detail.toolMessages
  return (
    <div className="without-data">
      <LadderBar detail={detail} />
      {isActive(state) ? (
        <EmptyState icon={Hourglass} title="This capture is not finished">
          It is {state}. Its views open here when it is done.
        </EmptyState>
      ) : error ? (
        <EmptyState
          icon={CircleAlert}
          title=""
          actions={
            <>
              {state === 'interrupted' && <Collect captureId={detail.id} />}
              <Button
                onClick={() => goTo({ page: 'recipes', recipeId: detail.recipeId, hostId: detail.hostId })}
              >
                Capture again
              </Button>
              <CopyButton text={details} label="Copy details" />
            </>
          }
        >
          <ErrorText what={error.message} remedy={error.remedy} />
        </EmptyState>
      ) : state === 'interrupted' ? (
        <EmptyState
          icon={CirclePause}
          title="The capture was interrupted before anything arrived"
          actions={<Collect captureId={detail.id} />}
        >
          What it recorded may still wait on the host.
        </EmptyState>
      ) : (
        <EmptyState icon={CircleAlert} title="Nothing was recorded">
          The tool ran and said nothing. Its messages are below.
        </EmptyState>
      )}
      {detail.toolMessages.trim() !== '' && (
        <section className="without-data-messages" aria-label="Messages of the tools">
          <h2>What the tools said</h2>
          <pre>{detail.toolMessages}</pre>
        </section>
      )}
      <DetailsPanel detail={detail} />
    </div>
  )
}

/** Goes back to the host for what waits there. */
export function Collect({ captureId }: { captureId: string }) {
  const collect = useAction('captures.collect')
  if (collect.error)
    return <ErrorState inline error={collect.error} onRetry={() => void collect.run({ captureId })} />
  return collect.running ? (
    <>
      <span role="status">{collect.progress?.step ?? 'Connecting'}</span>
      <Button onClick={collect.cancel}>Cancel</Button>
    </>
  ) : (
    <Button icon={RotateCcw} onClick={() => void collect.run({ captureId })}>
      Collect from host
    </Button>
  )
}
