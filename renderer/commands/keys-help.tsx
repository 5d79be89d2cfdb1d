/** `?`: the keys of the view that is open. */
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { IconButton } from '../components/button.tsx'
import { useCommands } from './commands-context.tsx'
import { formatKey, isMac } from './keys.ts'
import type { Command } from './registry.ts'
import './keys-help.css'

/** All keys that work now, the view's own first. */
export function KeysList() {
  const commands = useCommands().filter((command) => command.key !== undefined)
  const groups = [...Map.groupBy(commands, (command) => command.group)].sort(
    ([a], [b]) => Number(a === 'Everywhere') - Number(b === 'Everywhere'),
  )
  return (
    <div className="keys-list">
      {groups.map(([group, members]) => (
        <section key={group}>
          <h3 className="keys-group">{group}</h3>
          <dl>{members.map(keyRow)}</dl>
        </section>
      ))}
    </div>
  )
}

const keyRow = ({ id, title, key = '' }: Command) => (
  <div className="keys-row" key={id}>
    <dt>{title}</dt>
    <dd>
      <kbd className="keys-key">{formatKey(key, isMac())}</kbd>
    </dd>
  </div>
)

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="keys-help" aria-label="Keys" onClose={onClose}>
      <div className="keys-help-head">
        <h2>Keys</h2>
        <IconButton icon={X} label="Close (Esc)" onClick={() => dialog.current?.close()} />
      </div>
      <KeysList />
    </dialog>
  )
}
