import { Section } from '../components/section.tsx'
import { Remembered, useSecrets } from './remembered.tsx'

/** Absent where nothing is remembered for this host. */
export function HostSecrets({ hostId }: { hostId: string }) {
  const { value } = useSecrets()
  const kept = value?.kept.filter(({ hostIds }) => hostIds.includes(hostId)) ?? []
  if (value === undefined || kept.length === 0) return null
  return (
    <Section title="Remembered on this computer">
      <Remembered kept={kept} hostId={hostId} />
    </Section>
  )
}
