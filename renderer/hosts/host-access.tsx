import type { Host } from '../../shared/model/host.ts'
import { Badge } from '../components/badge.tsx'
import { type Fact, Facts, Section } from '../components/section.tsx'
import { AliasMeaning } from './alias-meaning.tsx'
import { useAlias } from './use-alias.ts'
import './host-access.css'

/** How a host is reached, where there is more to say than its address. */
export function HostAccess({ host }: { host: Host }) {
  const alias = useAlias(host.alias)
  const facts = factsOf(host)
  if (facts.length === 0 && host.alias === '') return null
  return (
    <Section title="How it is reached">
      {facts.length > 0 && <Facts facts={facts} />}
      {host.alias !== '' && <AliasMeaning call={alias} />}
    </Section>
  )
}

function factsOf(host: Host): readonly Fact[] {
  const facts: Fact[] = []
  if (host.group !== '') facts.push({ name: 'Group', value: host.group })
  if (host.tags.length > 0)
    facts.push({
      name: 'Tags',
      value: (
        <span className="host-tags">
          {host.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      ),
    })
  if (host.alias !== '') facts.push({ name: 'Alias', value: <span className="mono">{host.alias}</span> })
  const given = givenBeside(host)
  if (given !== '') facts.push({ name: 'Given here', value: <span className="mono">{given}</span> })
  if (host.jumps.length > 0)
    facts.push({ name: 'Jumps', value: <span className="mono">{host.jumps.join(' > ')}</span> })
  if (host.identity !== '')
    facts.push({ name: 'Only this key', value: <span className="mono">{host.identity}</span> })
  if (host.transport === 'system-ssh') facts.push({ name: 'Through', value: 'the ssh of this machine' })
  if (host.elevation !== 'auto')
    facts.push({ name: 'Root', value: host.elevation === 'never' ? 'never' : `only with ${host.elevation}` })
  if (host.oldAlgorithms)
    facts.push({
      name: 'Old algorithms',
      value: (
        <Badge tone="warning" title="Whoever listens may be able to read or change the connection">
          accepted
        </Badge>
      ),
    })
  return facts
}

/** What is said here, and wins over what the alias says. */
const givenBeside = ({ alias, address, port, user }: Host): string =>
  alias === ''
    ? ''
    : [
        address === '' ? '' : `address ${address}`,
        port === 0 ? '' : `port ${port}`,
        user === '' ? '' : `user ${user}`,
      ]
        .filter((word) => word !== '')
        .join(', ')
