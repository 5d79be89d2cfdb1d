/** Who asks: host, login, hop, key. */
import { type Fact, Facts } from '../components/section.tsx'
import { placeOf } from './secret-words.ts'

export interface PromptFactsProps {
  readonly hostLabel: string
  readonly login?: string | undefined
  readonly hop?: string | undefined
  readonly keyPath?: string | undefined
}

export function PromptFacts({ hostLabel, login, hop, keyPath }: PromptFactsProps) {
  const facts: Fact[] = []
  const mono = (text: string) => <span className="mono">{text}</span>
  if (keyPath !== undefined) facts.push({ name: 'Key file', value: mono(keyPath) })
  facts.push({ name: hop === undefined ? 'Host' : 'On the way to', value: hostLabel })
  if (hop !== undefined) facts.push({ name: 'Hop', value: login === undefined ? hop : placeOf(hop) })
  if (login !== undefined) facts.push({ name: 'Login', value: mono(login) })
  return <Facts facts={facts} />
}
