import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import './button.css'

interface Look {
  /** primary: the one thing to do here. danger: loses data. quiet: a tool among others */
  readonly look?: 'primary' | 'plain' | 'danger' | 'quiet'
  readonly small?: boolean
}

const classesOf = ({ look = 'plain', small = false }: Look, ...more: (string | undefined)[]): string =>
  ['button', look === 'plain' ? undefined : `button-${look}`, small ? 'button-small' : undefined, ...more]
    .filter(Boolean)
    .join(' ')

export type ButtonProps = ComponentProps<'button'> &
  Look & {
    readonly icon?: LucideIcon
    /** it does already what it is for: a second click does nothing, and the focus stays, which `disabled` would lose */
    readonly busy?: boolean
  }

export function Button({
  look = 'plain',
  small = false,
  icon: Icon,
  busy = false,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...(busy ? { 'aria-disabled': true } : { onClick })}
      className={classesOf({ look, small }, className)}
    >
      {Icon && <Icon size={small ? 14 : 16} aria-hidden />}
      {children}
    </button>
  )
}

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> &
  Look & {
    readonly icon: LucideIcon /** what it does: its tooltip and its name for a screen reader */
    readonly label: string
  }

export function IconButton({
  look = 'quiet',
  small = false,
  icon: Icon,
  label,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={classesOf({ look, small }, 'button-icon-only', className)}
    >
      <Icon size={small ? 14 : 16} aria-hidden />
    </button>
  )
}
