/** The way back from each number: how the capture was made, by what, at what cost, and its bytes. */
import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react'
import { useState } from 'react'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { StreamKind } from '../../../shared/model/profile.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Facts, Section } from '../../components/section.tsx'
import { formatBytes, formatExactBytes } from '../../format/bytes.ts'
import { formatDuration, formatSeconds } from '../../format/duration.ts'
import { formatExact, formatPercent, formatShare } from '../../format/number.ts'
import { formatExactWhen } from '../../format/time.ts'
import { WorkloadSection } from '../../markers/workload-section.tsx'
import { BudgetTable } from './budget-table.tsx'
import { RawViewer } from './raw-viewer.tsx'
import './details-panel.css'

/** What the rows of a stream are called. */
const rowsOf: Readonly<Record<StreamKind, string>> = {
  samples: 'samples',
  slices: 'slices',
  distribution: 'buckets',
  counter: 'values of counters',
}

export function DetailsPanel({ detail }: { detail: CaptureDetail }) {
  return (
    <div className="details">
      <Section title="Commands on the host">
        {detail.commands.length === 0 && <p className="details-note">None ran on the host.</p>}
        {detail.commands.map(({ purpose, line }, index) => (
          <div key={index} className="details-command">
            <p className="details-note">{purpose}</p>
            <pre>{line}</pre>
            <CopyButton text={line} />
          </div>
        ))}
      </Section>
      <WorkloadSection detail={detail} />
      <Artifacts detail={detail} />
      <Section title="Losses">
        {detail.losses.length === 0 ? (
          <p className="details-note">None reported by kernel, tool or parser.</p>
        ) : (
          <ul className="details-list">
            {detail.losses.map(({ kind, count, detail: where }, index) => (
              <li key={index}>
                <strong>
                  {formatExact(count)} {kind}
                </strong>{' '}
                {where}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="Streams">
        {detail.streams.length === 0 && <p className="details-note">None: there was nothing to read.</p>}
        <Facts
          facts={detail.streams.map(({ title, event, unit, length, kind }) => ({
            name: title || event,
            value: `${formatExact(length)} ${rowsOf[kind]}, ${event}, in ${unit}`,
          }))}
        />
      </Section>
      <Cost detail={detail} />
      <BudgetTable detail={detail} />
      <Section title="Parameters">
        <Facts
          facts={Object.entries(detail.parameters).map(([name, value]) => ({
            name,
            value: Array.isArray(value) ? value.join(', ') || 'none' : String(value),
          }))}
        />
      </Section>
      <Versions detail={detail} />
      <Section title="What happened">
        <ol className="details-list">
          {detail.states.map(({ state, at, why }, index) => (
            <li key={index}>
              <span className="details-time" title={formatExactWhen(at)}>
                {formatExactWhen(at).slice(11, 23)}
              </span>{' '}
              <strong>{state}</strong> {why}
            </li>
          ))}
        </ol>
      </Section>
      <Section title="Clocks">
        {detail.anchors.length === 0 && <p className="details-note">Not recorded.</p>}
        <ul className="details-list">
          {detail.anchors.map(({ wall, monotonic, error }, index) => (
            <li key={index}>
              wall {formatExactWhen(wall / 1e6)}, monotonic {formatExact(monotonic)} ns, within{' '}
              {formatDuration(error)}
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Messages of the tools">
        {detail.toolMessages.trim() === '' ? (
          <p className="details-note">None.</p>
        ) : (
          <pre className="details-messages">{detail.toolMessages}</pre>
        )}
      </Section>
    </div>
  )
}

function Artifacts({ detail }: { detail: CaptureDetail }) {
  const [open, setOpen] = useState<number | null>(null)
  return (
    <Section title="Raw output">
      {detail.artifacts.length === 0 && <p className="details-note">Nothing had arrived.</p>}
      {detail.artifacts.map(({ id, name, bytes, storedBytes, sha256, verified }) => (
        <div key={id} className="details-artifact">
          <div className="details-artifact-head">
            <span className="mono">{name}</span>
            <span className="details-note" title={formatExactBytes(bytes)}>
              {formatBytes(bytes)}, stored as {formatBytes(storedBytes)}
            </span>
            <Verified verified={verified} />
            <Button small aria-expanded={open === id} onClick={() => setOpen(open === id ? null : id)}>
              {open === id ? 'Hide' : 'Read'}
            </Button>
          </div>
          {/* known when all of it has arrived */}
          {sha256 !== '' && (
            <div className="details-hash">
              <code title="SHA-256 of the uncompressed bytes">{sha256}</code>
              <CopyButton text={sha256} />
            </div>
          )}
          {open === id && <RawViewer captureId={detail.id} artifactId={id} />}
        </div>
      ))}
    </Section>
  )
}

function Verified({ verified }: { verified: boolean | null }) {
  if (verified === true)
    return (
      <Badge tone="success" icon={CircleCheck} title="The host's own SHA-256 of the file is the same">
        verified
      </Badge>
    )
  if (verified === false)
    return (
      <Badge
        tone="danger"
        icon={CircleAlert}
        title="The host's own SHA-256 differs: what is here is not what was there"
      >
        differs
      </Badge>
    )
  return (
    <Badge
      icon={CircleHelp}
      title="The host could not hash the file, or it was not asked: the hash is that of the bytes here"
    >
      not compared
    </Badge>
  )
}

function Cost({ detail: { cost, tracerCpuPercent } }: { detail: CaptureDetail }) {
  if (!cost)
    return (
      <Section title="Cost">
        <p className="details-note">Not measured.</p>
      </Section>
    )
  const busy = (share: number | null) => (share === null ? 'not measured' : formatShare(share))
  return (
    <Section title="Cost">
      <Facts
        facts={[
          {
            name: 'Tracer CPU time',
            value: `${formatSeconds(cost.tracerCpuSeconds)} in ${formatSeconds(cost.wallSeconds)}${tracerCpuPercent === null ? '' : `, ${tracerCpuPercent.toFixed(2)} % of one CPU`}`,
          },
          ...bpfFacts(cost.bpf),
          { name: 'Host busy before', value: busy(cost.hostBusyBefore) },
          { name: 'Host busy during', value: busy(cost.hostBusyDuring) },
        ]}
      />
    </Section>
  )
}

/** Where the kernel counted them: what the traced processes waited for the tracer's programs. */
const bpfFacts = (bpf: NonNullable<CaptureDetail['cost']>['bpf']) =>
  bpf === undefined
    ? []
    : [
        {
          name: 'In the kernel’s BPF programs',
          value: `${formatSeconds(bpf.cpuSeconds)} in ${formatSeconds(bpf.wallSeconds)}, ${formatPercent((100 * bpf.cpuSeconds) / bpf.wallSeconds)} of one CPU; ${formatExact(bpf.runs)} runs`,
        },
      ]

function Versions({ detail: { probe } }: { detail: CaptureDetail }) {
  if (!probe)
    return (
      <Section title="Host">
        <p className="details-note">It was not probed.</p>
      </Section>
    )
  const { facts, abilities } = probe
  const tools = abilities.filter(({ state, detail }) => state !== 'no' && detail !== '')
  return (
    <Section title="Host and versions">
      <Facts
        facts={[
          { name: 'Host name', value: facts.hostname },
          { name: 'Kernel', value: facts.kernel },
          { name: 'Distribution', value: facts.distribution },
          { name: 'CPUs', value: `${facts.cpus}, ${facts.architecture}` },
          { name: 'User', value: `${facts.user}, ${facts.privilege}` },
          ...tools.map(({ title, detail: text }) => ({ name: title, value: text })),
        ]}
      />
    </Section>
  )
}
