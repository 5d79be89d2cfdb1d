/** The hosts as they are listed: this machine, those of no group, then each group, all filtered. */
import type { Host } from '../../shared/model/host.ts'
import { formatDestination } from './destination.ts'

export interface HostFilter {
  /** words that all must occur in label, destination, group or tags */
  readonly text: string
  /** every one of them must be a tag of the host */
  readonly tags: ReadonlySet<string>
}

export const noFilter: HostFilter = { text: '', tags: new Set() }
export const isFiltering = ({ text, tags }: HostFilter): boolean => text.trim() !== '' || tags.size > 0

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** In the order in which they are shown; the order within a group is the given one. */
export function listHosts(hosts: readonly Host[], filter: HostFilter): readonly Host[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = hosts.filter((host) => {
    const text = [host.label, formatDestination(host), host.address, host.group, ...host.tags]
      .join('\n')
      .toLowerCase()
    return (
      words.every((word) => text.includes(word)) && [...filter.tags].every((tag) => host.tags.includes(tag))
    )
  })
  return shown.toSorted((a, b) => collator.compare(a.group, b.group))
}

export const groupsOf = (hosts: readonly Host[]): readonly string[] =>
  [...new Set(hosts.map(({ group }) => group))].filter((group) => group !== '').toSorted(collator.compare)

/** With how many hosts have it. */
export function tagsOf(hosts: readonly Host[]): readonly { readonly tag: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  for (const { tags } of hosts) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .toSorted((a, b) => collator.compare(a.tag, b.tag))
}
