import type { ProbeReport } from '../../shared/model/host.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { type Fact, Facts, Section } from '../components/section.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import { formatDuration, formatSeconds } from '../format/duration.ts'
import { formatAge, formatExactWhen } from '../format/time.ts'
import { Abilities } from './abilities.tsx'

/** What the last probe found: abilities first, then the facts, then the lines they come from. */
export function ProbeResult({ report }: { report: ProbeReport }) {
  return (
    <>
      <Section title="What it can do">
        <Abilities abilities={report.abilities} />
      </Section>
      <Section title="Facts">
        <Facts facts={factsOf(report)} />
      </Section>
      <Section title="Where this comes from">
        <details>
          <summary className="host-raw-summary">The lines that the probe printed on the host</summary>
          <pre className="host-raw">{report.raw}</pre>
          <CopyButton text={report.raw} label="Copy lines" />
        </details>
      </Section>
    </>
  )
}

const privileges = {
  root: 'root',
  sudo: 'root with sudo, without a password',
  none: 'no root: sudo would ask for a password or is not there',
} as const

function factsOf({ at, took, facts }: ProbeReport): readonly Fact[] {
  return [
    {
      name: 'Looked at',
      value: `${formatAge(at)}, in ${formatDuration(Math.round(took * 1e6))}`,
      hint: formatExactWhen(at),
    },
    { name: 'Host name', value: facts.hostname },
    { name: 'System', value: facts.distribution },
    { name: 'Kernel', value: `${facts.kernel}, ${facts.architecture}` },
    { name: 'CPUs', value: String(facts.cpus) },
    { name: 'Load', value: facts.loadAverage },
    { name: 'Up for', value: formatSeconds(facts.uptime), hint: `${facts.uptime} s` },
    { name: 'User', value: `${facts.user} (uid ${facts.uid})` },
    { name: 'Privileges', value: privileges[facts.privilege] },
    { name: 'perf_event_paranoid', value: facts.perfEventParanoid ?? 'not there' },
    { name: 'kptr_restrict', value: facts.kptrRestrict ?? 'not there' },
    { name: 'cgroup', value: facts.cgroup },
    {
      name: 'Spool',
      value: `${facts.spoolDirectory}, ${formatBytes(facts.spoolFree)} free`,
      hint: formatExactBytes(facts.spoolFree),
    },
  ]
}
