/** Ctrl-K: every command, and every host and capture to go to. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useCall } from '../engine-context.tsx'
import { formatWhen } from '../format/time.ts'
import { goTo } from '../location/use-location.ts'
import { useCommands } from './commands-context.tsx'
import { type FuzzyMatch, rankFuzzy } from './fuzzy.ts'
import { formatKey, isMac } from './keys.ts'
import './palette.css'

interface Entry {
  readonly id: string
  readonly kind: 'Command' | 'Capture' | 'Host'
  readonly title: string
  readonly hint: string
  readonly run: () => void
}

const SHOWN = 50
const CAPTURES = 500

export function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const [pattern, setPattern] = useState('')
  const [active, setActive] = useState(0)
  const entries = useEntries()
  const found = rankFuzzy(pattern, entries, (entry) => entry.title).slice(0, SHOWN)
  const chosen = Math.min(active, Math.max(found.length - 1, 0))

  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, chosen])

  const run = (entry: Entry | undefined) => {
    if (entry === undefined) return
    dialog.current?.close()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && found.length > 0) {
      event.preventDefault()
      setActive((chosen + step + found.length) % found.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(found[chosen]?.item)
    }
  }

  return (
    <dialog ref={dialog} className="palette" aria-label="Commands" onClose={onClose} onKeyDown={onKeyDown}>
      <input
        className="palette-input"
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
        aria-label="Search commands, captures and hosts"
        placeholder="Search commands, captures and hosts"
        value={pattern}
        onChange={(event) => {
          setPattern(event.target.value)
          setActive(0)
        }}
      />
      <div className="palette-list" id={id} role="listbox" aria-label="Found" tabIndex={-1}>
        {found.map(({ item, match }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys (aria-activedescendant)
          <div
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="palette-item"
            onClick={() => run(item)}
            onPointerMove={() => setActive(index)}
          >
            <span className="palette-kind">{item.kind}</span>
            <Marked text={item.title} match={match} />
            <span className="palette-hint">{item.hint}</span>
          </div>
        ))}
        {found.length === 0 && <p className="palette-none">Nothing is called that. Try fewer letters.</p>}
      </div>
    </dialog>
  )
}

function useEntries(): readonly Entry[] {
  const commands = useCommands()
  const hosts = useCall('hosts.list', {})
  const captures = useCall('captures.list', {
    search: '',
    hostId: null,
    recipeId: null,
    sort: 'startedAt',
    descending: true,
    offset: 0,
    limit: CAPTURES,
  })
  return [
    ...commands
      .filter((command) => command.run !== undefined && command.id !== 'palette.open')
      .map(
        (command): Entry => ({
          id: command.id,
          kind: 'Command',
          title: command.group === 'Everywhere' ? command.title : `${command.group}: ${command.title}`,
          hint: command.key === undefined ? '' : formatKey(command.key, isMac()),
          run: () => command.run?.(),
        }),
      ),
    ...(hosts.value ?? []).map(
      (host): Entry => ({
        id: `host ${host.id}`,
        kind: 'Host',
        title: host.label,
        hint: host.alias === '' ? host.address : host.alias,
        run: () => goTo({ page: 'hosts', hostId: host.id }),
      }),
    ),
    ...(captures.value?.rows ?? []).map(
      (capture): Entry => ({
        id: `capture ${capture.id}`,
        kind: 'Capture',
        title: `${capture.name} · ${capture.hostLabel}`,
        hint: formatWhen(capture.startedAt),
        run: () => goTo({ page: 'capture', captureId: capture.id, compareId: null }),
      }),
    ),
  ]
}

function Marked({ text, match }: { text: string; match: FuzzyMatch }) {
  const marked = new Set(match.at)
  return (
    <span className="palette-title">
      {[...text].map((character, index) =>
        marked.has(index) ? <mark key={index}>{character}</mark> : character,
      )}
    </span>
  )
}
