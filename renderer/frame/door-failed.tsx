import { ErrorState } from '../components/states.tsx'

/** Instead of the workbench, when there is no engine to be had. */
export const DoorFailed = ({ error }: { error: unknown }) => (
  <ErrorState error={error} onRetry={() => window.location.reload()} />
)
