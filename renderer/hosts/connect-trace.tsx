/** A connect test: every step of the way, what was found in it, how long it took, and where it broke. */
import { Check, Circle, CircleHelp, LoaderCircle, type LucideIcon, X } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Remedy } from '../components/remedy.tsx'
import { Section } from '../components/section.tsx'
import { ErrorState } from '../components/states.tsx'
import { formatDuration, formatExactDuration } from '../format/duration.ts'
import { stepTitles, type TraceHop, type TraceRow, traceHops } from './trace-rows.ts'
import type { ConnectTestRun } from './use-connect-test.ts'
import './connect-trace.css'

export function ConnectTrace({ test }: { test: ConnectTestRun }) {
  const { running, steps, result, error, run, cancel } = test
  if (!running && steps.length === 0 && error === undefined) return null
  const hops = traceHops(steps)
  return (
    <Section title="Connect test">
      {error !== undefined && <ErrorState inline error={error} onRetry={run} />}
      <div role="status" aria-live="polite">
        {result !== null && (
          <p className={`trace-outcome-${result.passed ? 'passed' : 'failed'}`}>{outcomeOf(test)}</p>
        )}
        {hops.map((hop) => (
          <Hop key={hop.hop} hop={hop} isOnly={hops.length === 1} />
        ))}
      </div>
      <div className="trace-actions">
        {running ? (
          <Button small onClick={cancel}>
            Cancel
          </Button>
        ) : (
          <>
            <Button small onClick={run}>
              Test again
            </Button>
            {steps.length > 0 && <CopyButton text={asText(hops)} label="Copy the trace" />}
          </>
        )}
      </div>
    </Section>
  )
}

function outcomeOf({ result, steps }: ConnectTestRun): string {
  if (result?.passed === true) return 'It works.'
  const broken = steps.findLast(({ state, remedy }) => state === 'failed' && remedy !== '')
  if (broken === undefined) return 'It does not work.'
  const where = steps.some(({ hop }) => hop > 0) ? `, on ${broken.hopName}` : ''
  return `It breaks at: ${withinSentence(stepTitles[broken.step])}${where}.`
}

/** 'Host key' in a sentence; 'TCP' stays. */
const withinSentence = (title: string): string =>
  title === title.toUpperCase() ? title : title.toLowerCase()

const Hop = ({ hop, isOnly }: { hop: TraceHop; isOnly: boolean }) => (
  <div className="trace-hop">
    <h3 className="trace-hop-name mono">{isOnly ? hop.name : `${hop.hop + 1}. ${hop.name}`}</h3>
    <ol>
      {hop.rows.map((row) => (
        <Row key={row.step} row={row} />
      ))}
    </ol>
  </div>
)

const icons: Readonly<Record<TraceRow['state'], LucideIcon>> = {
  running: LoaderCircle,
  asking: CircleHelp,
  done: Check,
  failed: X,
  'not-reached': Circle,
}
const words: Readonly<Record<TraceRow['state'], string>> = {
  running: 'under way',
  asking: 'waiting for an answer',
  done: 'done',
  failed: 'failed',
  'not-reached': 'not reached',
}

function Row({ row: { step, state, took, detail, remedy } }: { row: TraceRow }) {
  const Icon = icons[state]
  return (
    <li className={`trace-row trace-row-${state}`} aria-current={state === 'running' ? 'step' : undefined}>
      <Icon className={`trace-icon-${state}`} size={14} role="img" aria-label={words[state]} />
      <span className="trace-step">{stepTitles[step]}</span>
      <span className="trace-took number" title={took === null ? undefined : formatExactDuration(took * 1e6)}>
        {took === null ? '' : took === 0 ? '< 1 ms' : formatDuration(Math.round(took * 1e6))}
      </span>
      <div className="trace-detail">
        {state === 'asking' ? <p>Waiting for an answer</p> : detail !== '' && <p>{detail}</p>}
        {remedy !== '' && <Remedy text={remedy} />}
      </div>
    </li>
  )
}

const asText = (hops: readonly TraceHop[]): string =>
  hops
    .map(({ name, rows }) =>
      [
        name,
        ...rows.map(({ step, state, took, detail, remedy }) =>
          [
            `  ${step}: ${state}`,
            took === null ? '' : ` (${took} ms)`,
            detail === '' ? '' : ` ${detail}`,
            remedy === '' ? '' : ` ${remedy}`,
          ].join(''),
        ),
      ].join('\n'),
    )
    .join('\n')
