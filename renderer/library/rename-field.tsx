import { useState } from 'react'

export interface RenameFieldProps {
  readonly name: string
  /** null: left as it was */
  readonly onDone: (name: string | null) => void
}

/** The name, edited where it stands. Enter keeps, Escape leaves it as it was. */
export function RenameField({ name, onDone }: RenameFieldProps) {
  const [text, setText] = useState(name)
  const keep = () => onDone(text.trim() === '' || text.trim() === name ? null : text.trim())
  return (
    <input
      className="library-rename"
      aria-label="Name of the capture"
      maxLength={200}
      value={text}
      // biome-ignore lint/a11y/noAutofocus: the person asked to edit it
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') onDone(null)
      }}
    />
  )
}
