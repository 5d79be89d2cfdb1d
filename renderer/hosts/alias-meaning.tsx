import type { OfferedHost } from '../../shared/model/offered-host.ts'
import { type Fact, Facts } from '../components/section.tsx'
import { ErrorState, LoadingState } from '../components/states.tsx'
import type { CallState } from '../engine-context.tsx'
import { formatAddress } from './destination.ts'
import { NotHonouredList } from './not-honoured-list.tsx'
import './alias-meaning.css'

/** What the ssh config says about an alias, and what of it has no effect here. */
export function AliasMeaning({ call }: { call: CallState<'hosts.resolveAlias'> }) {
  if (call.state === 'failed') return <ErrorState inline error={call.error} onRetry={call.reload} />
  const meant = call.value ?? call.previous
  if (meant === undefined) return <LoadingState step="Reading the ssh config" shown={call.slow} />
  return (
    <div className="alias-meaning">
      <Facts facts={factsOf(meant)} />
      <NotHonouredList lines={meant.notHonoured} />
    </div>
  )
}

const factsOf = (meant: OfferedHost): readonly Fact[] => [
  { name: 'Leads to', value: <span className="mono">{formatAddress(meant)}</span> },
  ...(meant.jumps.length === 0
    ? []
    : [{ name: 'Through', value: <span className="mono">{meant.jumps.join(' > ')}</span> }]),
  {
    name: 'Keys',
    value: (
      <span className="mono">
        {meant.identityFiles.length === 0 ? 'the usual ones' : meant.identityFiles.join(', ')}
        {meant.identitiesOnly ? ', no others' : ''}
      </span>
    ),
  },
  {
    name: 'Said by',
    value:
      meant.file === '' ? (
        'no Host line that names it; check the spelling'
      ) : (
        <span className="mono">{`${meant.file} line ${meant.line}`}</span>
      ),
  },
]
