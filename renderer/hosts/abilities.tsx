/** What a host can and cannot do, each 'cannot' with what to do about it. */
import { Check, CircleHelp, TriangleAlert, X } from 'lucide-react'
import type { Ability } from '../../shared/model/host.ts'
import { Remedy } from '../components/remedy.tsx'
import './abilities.css'

export interface AbilitiesProps {
  readonly abilities: readonly Ability[]
  /** one list, without its title */
  readonly only?: 'cannot'
}

export function Abilities({ abilities, only }: AbilitiesProps) {
  const can = abilities.filter(({ state }) => state === 'yes')
  const cannot = abilities.filter(({ state }) => state !== 'yes')
  if (only === 'cannot') return <AbilityList abilities={cannot} none="" />
  return (
    <div className="abilities">
      <AbilityList title={`Can (${can.length})`} abilities={can} none="Nothing that a capture needs." />
      <AbilityList
        title={`Cannot, or not fully (${cannot.length})`}
        abilities={cannot}
        none="Nothing is missing here."
      />
    </div>
  )
}

const AbilityList = ({
  title,
  abilities,
  none,
}: {
  title?: string
  abilities: readonly Ability[]
  none: string
}) => (
  <div>
    {title !== undefined && <h3 className="abilities-title">{title}</h3>}
    {abilities.length === 0 ? (
      <p className="ability-detail">{none}</p>
    ) : (
      <ul>
        {abilities.map((ability) => (
          <AbilityRow key={ability.id} ability={ability} />
        ))}
      </ul>
    )}
  </div>
)

const icons = { yes: Check, no: X, limited: TriangleAlert, unknown: CircleHelp }
const words = { yes: 'yes', no: 'no', limited: 'limited', unknown: 'not known' }

function AbilityRow({ ability: { title, state, detail, remedy } }: { ability: Ability }) {
  const Icon = icons[state]
  return (
    <li className="ability">
      <Icon className={`ability-icon-${state}`} size={16} aria-label={words[state]} role="img" />
      <div>
        <p>
          {title}
          {state === 'limited' ? ', limited' : state === 'unknown' ? ', not known' : ''}
        </p>
        {detail !== '' && <p className="ability-detail">{detail}</p>}
        {remedy !== '' && <Remedy text={remedy} />}
      </div>
    </li>
  )
}
