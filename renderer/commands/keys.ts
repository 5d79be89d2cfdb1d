/**
 * Keys as text: modifiers Mod (Ctrl, on a Mac Cmd), Alt and Shift, then KeyboardEvent.key, joined by '+'.
 * A key that is a sign by itself ('/', '?') is given without Shift: where it sits depends on the keyboard.
 */

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

export function matchesKey(press: KeyPress, key: string): boolean {
  const parts = key === '+' ? ['+'] : key.split('+')
  const name = parts.at(-1) ?? ''
  const isSign = name.length === 1 && name.toLowerCase() === name.toUpperCase()
  return (
    press.key.toLowerCase() === name.toLowerCase() &&
    parts.includes('Mod') === (press.ctrlKey || press.metaKey) &&
    parts.includes('Alt') === press.altKey &&
    (isSign || parts.includes('Shift') === press.shiftKey)
  )
}

const signs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  ' ': 'Space',
  Escape: 'Esc',
}

/** 'Mod+ArrowUp' -> 'Ctrl ↑', on a Mac '⌘ ↑' */
export function formatKey(key: string, mac: boolean): string {
  const parts = key === '+' ? ['+'] : key.split('+')
  return parts
    .map((part) => {
      if (part === 'Mod') return mac ? '⌘' : 'Ctrl'
      return signs[part] ?? (part.length === 1 ? part.toUpperCase() : part)
    })
    .join(' ')
}

export const isMac = (): boolean => navigator.userAgent.includes('Mac')

/** Single characters belong to the field that is being typed in. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target.isContentEditable
}
