import { Section } from '../components/section.tsx'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { useCall } from '../engine-context.tsx'
import { Remembered, useSecrets } from '../hosts/remembered.tsx'

/** Whether passwords and passphrases can be remembered here, and all that are. */
export function SecretsSection() {
  const secrets = useSecrets()
  const { value } = secrets
  const hosts = useCall('hosts.list', {})
  const labels = new Map(hosts.value?.map(({ id, label }) => [id, label]))
  return (
    <Section title="Passwords and passphrases">
      {secrets.state === 'failed' ? (
        <ErrorState inline error={secrets.error} onRetry={secrets.reload} />
      ) : value === undefined ? (
        <LoadingState step="Asking the key store" shown={secrets.slow} />
      ) : (
        <>
          <p>
            {value.canKeep
              ? `Each question has a box to remember the answer, sealed by ${value.keeper}. One-time codes never are.`
              : value.why}
          </p>
          {value.kept.length > 0 && <Remembered kept={value.kept} labels={labels} />}
        </>
      )}
    </Section>
  )
}
