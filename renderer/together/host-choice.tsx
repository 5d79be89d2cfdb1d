/** More hosts for a capture: chosen one by one, by group or by tag, each with whether it can do it. */
import { CircleCheck, CircleHelp, Plus, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { MAX_TOGETHER } from '../../shared/model/capture-group.ts'
import type { Host } from '../../shared/model/host.ts'
import type { ParameterValues, Recipe } from '../../shared/model/recipe.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { formatDestination } from '../hosts/destination.ts'
import { groupsOf, listHosts, noFilter, tagsOf } from '../hosts/host-groups.ts'
import { listNeeds, worstOf } from '../recipes/readiness.ts'
import './host-choice.css'

export interface HostChoiceProps {
  readonly recipe: Recipe
  readonly values: ParameterValues
  readonly hosts: readonly Host[]
  /** the one that the form is about: always one of them */
  readonly first: Host
  readonly chosen: ReadonlySet<string>
  readonly onChosen: (chosen: ReadonlySet<string>) => void
  readonly allOrNothing: boolean
  readonly onAllOrNothing: (allOrNothing: boolean) => void
}

export function HostChoice(props: HostChoiceProps) {
  const { recipe, values, hosts, first, chosen, onChosen, allOrNothing, onAllOrNothing } = props
  const [open, setOpen] = useState(false)
  const shown = listHosts(hosts, noFilter)
  const isChosen = (host: Host) => host.id === first.id || chosen.has(host.id)
  const set = (which: readonly Host[], on: boolean) => {
    const next = new Set(chosen)
    for (const { id } of which) {
      if (!on) next.delete(id)
      else if (id !== first.id) next.add(id)
    }
    onChosen(next)
  }
  const bundles = [
    ...groupsOf(hosts).map((group) => ({ title: group, of: hosts.filter((host) => host.group === group) })),
    ...tagsOf(hosts).map(({ tag }) => ({ title: tag, of: hosts.filter((host) => host.tags.includes(tag)) })),
  ].filter(({ of }) => of.length > 1)
  const count = shown.filter(isChosen).length
  if (!open && count === 1)
    return (
      <Button small look="quiet" icon={Plus} onClick={() => setOpen(true)}>
        More hosts at once
      </Button>
    )
  return (
    <fieldset className="host-choice">
      <legend className="host-choice-legend">
        {count === 1 ? 'At once with' : `At once on ${count} hosts, from one moment on`}
      </legend>
      {bundles.length > 0 && (
        <div className="host-choice-bundles">
          {bundles.map(({ title, of }) => {
            const all = of.every(isChosen)
            return (
              <button
                type="button"
                key={title}
                className="host-choice-bundle"
                aria-pressed={all}
                title={`${all ? 'Leave out' : 'Choose'} all ${of.length} of ${title}`}
                onClick={() => set(of, !all)}
              >
                {title} {of.length}
              </button>
            )
          })}
        </div>
      )}
      <ul className="host-choice-list">
        {shown.map((host) => (
          <li key={host.id}>
            <label className="host-choice-one">
              <input
                type="checkbox"
                checked={isChosen(host)}
                disabled={host.id === first.id || (!isChosen(host) && count >= MAX_TOGETHER)}
                onChange={(event) => set([host], event.target.checked)}
              />
              <span className="host-choice-label">{host.label}</span>
              <span className="host-choice-where">
                {[formatDestination(host), host.group, ...host.tags].filter(Boolean).join(', ')}
              </span>
              <Readiness recipe={recipe} values={values} host={host} />
            </label>
          </li>
        ))}
      </ul>
      {count > 1 && (
        <label className="host-choice-all">
          <input
            type="checkbox"
            checked={allOrNothing}
            onChange={(event) => onAllOrNothing(event.target.checked)}
          />
          All of them or none: where one cannot, nothing is started
        </label>
      )}
      {count > 1 && namesProcesses(values) && (
        <p className="host-choice-note">
          <TriangleAlert size={14} aria-hidden />
          Processes are chosen by number, and a number is another process on each host. Leave them empty to
          capture all.
        </p>
      )}
    </fieldset>
  )
}

const namesProcesses = (values: ParameterValues): boolean =>
  Object.values(values).some((value) => Array.isArray(value) && value.length > 0)

function Readiness({ recipe, values, host }: Pick<HostChoiceProps, 'recipe' | 'values'> & { host: Host }) {
  if (host.probe === null)
    return (
      <Badge icon={CircleHelp} title="Whether it can do this shows at the start">
        not probed
      </Badge>
    )
  const missing = listNeeds(recipe, values, host).filter(({ state }) => state !== 'yes')
  const worst = worstOf(missing)
  const why = missing.map(({ title, detail, remedy }) => `${title}: ${detail} ${remedy}`).join('\n')
  if (worst === 'yes')
    return (
      <Badge tone="success" icon={CircleCheck}>
        can do this
      </Badge>
    )
  return (
    <Badge tone={worst === 'no' ? 'danger' : 'warning'} icon={TriangleAlert} title={why}>
      {worst === 'no' ? 'cannot yet' : 'in part'}
    </Badge>
  )
}
