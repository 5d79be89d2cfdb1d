import { useRef, useState } from 'react'
import type { Host } from '../../shared/model/host.ts'
import { useCommand } from '../commands/commands-context.tsx'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { type Choice, ChoiceList } from '../components/choice-list.tsx'
import { formatAge } from '../format/time.ts'
import { formatDestination } from './destination.ts'
import { type HostFilter, isFiltering, listHosts, noFilter, tagsOf } from './host-groups.ts'
import './host-list.css'

/** Where there are so many, they are searched. */
const MANY = 8

/** All hosts in their groups, narrowed by words and tags. */
export function HostList({ hosts, chosen }: { hosts: readonly Host[]; chosen: string }) {
  const [filter, setFilter] = useState<HostFilter>(noFilter)
  const field = useRef<HTMLInputElement>(null)
  const tags = tagsOf(hosts)
  const shown = listHosts(hosts, filter)
  const isSearched = hosts.length >= MANY || tags.length > 0
  useCommand(
    {
      id: 'hosts.search',
      title: 'Search the hosts',
      group: 'Hosts',
      key: '/',
      run: () => field.current?.focus(),
    },
    isSearched,
  )
  const toggle = (tag: string) =>
    setFilter((now) => ({
      ...now,
      tags: now.tags.has(tag) ? without(now.tags, tag) : new Set([...now.tags, tag]),
    }))

  return (
    <>
      {isSearched && (
        <div className="host-list-filter">
          <input
            ref={field}
            type="search"
            className="input"
            aria-label="Search the hosts"
            placeholder="Search (/)"
            value={filter.text}
            onChange={(event) => setFilter((now) => ({ ...now, text: event.target.value }))}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              if (filter.text === '') field.current?.blur()
              else setFilter((now) => ({ ...now, text: '' }))
            }}
          />
          {tags.length > 0 && (
            <fieldset className="host-list-tags">
              <legend className="visually-hidden">Only with these tags</legend>
              {tags.map(({ tag, count }) => (
                <button
                  type="button"
                  className="host-list-tag"
                  key={tag}
                  aria-pressed={filter.tags.has(tag)}
                  title={`${count} with the tag ${tag}`}
                  onClick={() => toggle(tag)}
                >
                  {tag}
                </button>
              ))}
            </fieldset>
          )}
        </div>
      )}
      {shown.length === 0 ? (
        <div className="host-list-none">
          <p>No host matches.</p>
          <Button small onClick={() => setFilter(noFilter)}>
            Clear search and tags
          </Button>
        </div>
      ) : (
        <ChoiceList label="Hosts" choices={shown.map(choiceOf)} chosen={chosen} />
      )}
      {isFiltering(filter) && shown.length > 0 && (
        <p className="host-list-count" role="status">
          {shown.length} of {hosts.length}
        </p>
      )}
    </>
  )
}

const without = (tags: ReadonlySet<string>, tag: string) =>
  new Set([...tags].filter((other) => other !== tag))

const choiceOf = (host: Host): Choice => ({
  id: host.id,
  title: host.label,
  text: formatDestination(host),
  heading: host.group,
  badge:
    host.probe === null ? (
      <Badge title="Not looked at yet">not probed</Badge>
    ) : (
      <Badge title="When the probe last looked at it">{formatAge(host.probe.at)}</Badge>
    ),
  to: { page: 'hosts', hostId: host.id },
})
