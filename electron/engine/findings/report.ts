/** What a report says, in words and tables, whatever it is written in: HTML and Markdown are both drawn from this. */
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { Note, Pin } from '../../../shared/model/finding.ts'
import type { WorkloadStream } from '../../../shared/model/workload.ts'
import { sayAmount, sayBytes, sayDuration, sayExact, sayMoment, sayPercent } from './report-numbers.ts'
import { saySelection, sayView } from './selection-words.ts'
import { sayMarker, type WorkloadWords, wordWorkload } from './workload-words.ts'

export interface Report {
  readonly capture: CaptureDetail
  readonly notes: readonly Note[]
  readonly pins: readonly Pin[]
  /** of Smokejumper */
  readonly version: string
  /** of the recipe, when it is known */
  readonly question?: string
  /** what the command that was run meanwhile has written, as far as it was kept */
  readonly workloadOutput?: Readonly<Record<WorkloadStream, Uint8Array>>
  /** names of the captures that pins compare this one with, by id */
  readonly otherNames?: ReadonlyMap<string, string>
}

/** A label and what it says. */
export type Fact = readonly [label: string, text: string]

export interface PinWords {
  readonly sentence: string
  readonly view: string
  readonly selection: readonly string[]
  /** null when only this capture was shown */
  readonly comparedWith: { readonly name: string; readonly selection: readonly string[] } | null
  readonly numbers: readonly { readonly label: string; readonly text: string; readonly exact: string }[]
  readonly hashes: readonly string[]
  readonly when: string
  readonly picture: Pin['picture']
}

export interface ReportWords {
  readonly title: string
  readonly question: string
  /** why this is not a complete, finished capture; '' when it is */
  readonly warning: string
  readonly summary: readonly Fact[]
  readonly losses: readonly string[]
  readonly pins: readonly PinWords[]
  readonly notes: readonly { readonly text: string; readonly when: string }[]
  readonly markers: readonly Fact[]
  /** null: no command was run meanwhile */
  readonly workload: WorkloadWords | null
  readonly host: readonly Fact[]
  readonly commands: CaptureDetail['commands']
  readonly parameters: readonly Fact[]
  readonly streams: readonly Fact[]
  readonly artifacts: readonly { readonly name: string; readonly about: string; readonly sha256: string }[]
  readonly states: readonly Fact[]
  readonly toolMessages: string
  readonly version: string
}

const MESSAGES_SHOWN = 8000

const sayCost = ({ cost }: CaptureDetail): string => {
  if (cost === null) return 'not measured'
  const { tracerCpuSeconds, renderCpuSeconds, wallSeconds } = cost
  const spent = sayDuration(tracerCpuSeconds * 1e9)
  const rendering =
    renderCpuSeconds === undefined
      ? ''
      : `; afterwards ${sayDuration(renderCpuSeconds * 1e9)} at the lowest priority to read the recording`
  if (wallSeconds <= 0) return `${spent} of CPU time${rendering}`
  const share = sayPercent((tracerCpuSeconds / wallSeconds) * 100)
  return `${spent} of CPU time over ${sayDuration(wallSeconds * 1e9)}: ${share} of one CPU${rendering}`
}

const sayBusy = ({ cost }: CaptureDetail): string => {
  const say = (share: number | null | undefined) =>
    share === null || share === undefined ? 'not measured' : sayPercent(share * 100)
  return `${say(cost?.hostBusyBefore)} before, ${say(cost?.hostBusyDuring)} during the capture (of all CPUs)`
}

const lossWords: Readonly<Record<string, string>> = {
  lost: 'lost',
  throttled: 'throttled',
  unparsed: 'unreadable',
  truncated: 'cut off',
}

const sayLosses = ({ losses, state }: CaptureDetail): string[] =>
  losses.length > 0
    ? losses.map(({ kind, count, detail }) => {
        const what = kind === 'unparsed' ? 'line' : kind === 'truncated' ? 'record' : 'event'
        return `${sayAmount(count, what)} ${lossWords[kind] ?? kind}. ${detail}`
      })
    : state === 'done'
      ? ['The tools reported no lost or throttled events, and all of their output was read.']
      : ['The capture did not run to its end, so what is missing was not counted.']

const sayWarning = ({ state, error, incomplete }: CaptureDetail): string => {
  if (error !== null) return `The capture is ${state}: ${error.message} ${error.remedy}`
  if (state !== 'done') return `The capture is ${state}; this report shows what had arrived.`
  return incomplete ? 'The capture is incomplete; see what is missing below.' : ''
}

const sayHost = ({ hostLabel, probe }: CaptureDetail): Fact[] => {
  if (probe === null) return [['Host', hostLabel]]
  const { facts, abilities } = probe
  const tools = abilities
    .filter(({ state, detail }) => (state === 'yes' || state === 'limited') && detail !== '')
    .map(({ title, detail }): Fact => [title, detail])
  return [
    ['Host', facts.hostname === hostLabel ? hostLabel : `${hostLabel} (${facts.hostname})`],
    ['System', `${facts.distribution}, kernel ${facts.kernel}, ${facts.architecture}`],
    ['CPUs', String(facts.cpus)],
    ['Load before', facts.loadAverage],
    ['User', `${facts.user}, privilege: ${facts.privilege}`],
    ...tools,
    ['Looked at', sayMoment(probe.at)],
  ]
}

const sayParameter = (value: CaptureDetail['parameters'][string]): string => {
  if (!Array.isArray(value)) return String(value)
  return value.length === 0 ? 'none chosen: the whole system' : value.join(', ')
}

const sayPin = (pin: Pin, { capture, otherNames }: Report): PinWords => ({
  sentence: pin.sentence,
  view: sayView(pin.view, pin.state),
  selection: saySelection(pin.state.selection, capture.threads),
  comparedWith:
    pin.otherCaptureId === null
      ? null
      : {
          name: otherNames?.get(pin.otherCaptureId) ?? `capture ${pin.otherCaptureId}`,
          selection: pin.otherState === null ? [] : saySelection(pin.otherState.selection, []),
        },
  numbers: pin.numbers.map(({ label, text, exact }) => ({
    label,
    text,
    exact: exact === null ? '' : sayExact(exact),
  })),
  hashes: pin.artifactHashes,
  when: sayMoment(pin.createdAt),
  picture: pin.picture,
})

const rowNames = {
  samples: 'sample',
  slices: 'slice',
  distribution: 'bucket',
  counter: 'counter value',
} as const

const sayVerified = (verified: boolean | null): string => {
  if (verified === null) return 'not compared with the host'
  return verified ? 'same hash on the host' : 'the host had another hash'
}

const sayMessages = (messages: string): string =>
  messages.length > MESSAGES_SHOWN
    ? `${messages.slice(0, MESSAGES_SHOWN)}\n(${sayAmount(messages.length - MESSAGES_SHOWN, 'more character')})`
    : messages.trimEnd()

export const wordReport = (report: Report): ReportWords => {
  const { capture } = report
  const events = capture.events === null ? 'not read yet' : sayAmount(capture.events, 'event')
  return {
    title: capture.name,
    question: report.question ?? '',
    warning: sayWarning(capture),
    summary: [
      ['Recipe', capture.recipeTitle],
      ['Host', capture.hostLabel],
      ['Started', sayMoment(capture.startedAt)],
      ['Duration', capture.duration === null ? 'unknown' : sayDuration(capture.duration)],
      ['Recorded', events],
      ['Cost', sayCost(capture)],
      ['Host busy', sayBusy(capture)],
    ],
    losses: sayLosses(capture),
    pins: report.pins.map((pin) => sayPin(pin, report)),
    notes: report.notes.map(({ text, createdAt }) => ({ text, when: sayMoment(createdAt) })),
    markers: (capture.markers ?? []).map(sayMarker),
    workload: wordWorkload(report),
    host: sayHost(capture),
    commands: capture.commands,
    parameters: Object.entries(capture.parameters).map(([name, value]): Fact => [name, sayParameter(value)]),
    streams: capture.streams.map(
      ({ kind, title, event, unit, length }): Fact => [
        title,
        `${sayAmount(length, rowNames[kind])} of ${event}, in ${unit}`,
      ],
    ),
    artifacts: capture.artifacts.map(({ name, mediaType, bytes, sha256, verified }) => ({
      name,
      about: `${sayBytes(bytes)}, ${mediaType}, ${sayVerified(verified)}`,
      sha256,
    })),
    states: capture.states.map(
      ({ state, at, why }): Fact => [sayMoment(at), why === '' ? state : `${state}: ${why}`],
    ),
    toolMessages: sayMessages(capture.toolMessages),
    version: report.version,
  }
}
