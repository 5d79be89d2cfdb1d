import { type ComponentProps, type ReactNode, useId } from 'react'
import './field.css'

interface FieldShell {
  readonly label: string
  readonly help?: ReactNode
  /** what is wrong with the value and what would be right; '' or absent when nothing is */
  readonly error?: string | undefined
  readonly unit?: string
}

/** Attributes that tie a control to its label, help and error. */
interface Tied {
  readonly id: string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string | undefined
}

/** An error takes the place of the help, so that nothing moves under the pointer when a field is left. */
function FieldFrame({
  label,
  help,
  error,
  unit,
  control,
}: FieldShell & { control: (tied: Tied) => ReactNode }) {
  const id = useId()
  const wrong = error !== undefined && error !== ''
  const describedBy = wrong ? `${id}-error` : help === undefined ? undefined : `${id}-help`
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="field-line">
        {control({ id, 'aria-invalid': wrong, 'aria-describedby': describedBy })}
        {unit && <span className="field-unit">{unit}</span>}
      </div>
      {wrong && (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {help !== undefined && !wrong && (
        <p className="field-help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}

export type FieldProps = Omit<ComponentProps<'input'>, 'id' | 'onChange' | 'value'> &
  FieldShell & {
    readonly value: string
    readonly onValue: (value: string) => void
    readonly mono?: boolean
    readonly numeric?: boolean
  }

/** A labelled text or number field. The value is text; what it means is checked by a schema. */
export function Field({ label, help, error, unit, onValue, mono, numeric, ...rest }: FieldProps) {
  return (
    <FieldFrame
      {...{ label, help, error }}
      {...(unit === undefined ? {} : { unit })}
      control={(tied) => (
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          inputMode={numeric ? 'numeric' : 'text'}
          {...rest}
          {...tied}
          className={`input${mono ? ' input-mono' : ''}${numeric ? ' input-number' : ''}`}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    />
  )
}

export type TextAreaProps = Omit<ComponentProps<'textarea'>, 'id' | 'onChange' | 'value'> &
  FieldShell & { readonly value: string; readonly onValue: (value: string) => void }

export function TextArea({ label, help, error, onValue, ...rest }: TextAreaProps) {
  return (
    <FieldFrame
      {...{ label, help, error }}
      control={(tied) => (
        <textarea
          rows={3}
          {...rest}
          {...tied}
          className="input"
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    />
  )
}

export interface Option {
  readonly value: string
  readonly title: string
}

export type SelectProps = Omit<ComponentProps<'select'>, 'id' | 'onChange' | 'value' | 'children'> &
  FieldShell & {
    readonly value: string
    readonly onValue: (value: string) => void
    readonly options: readonly Option[]
  }

export function Select({ label, help, error, onValue, options, ...rest }: SelectProps) {
  return (
    <FieldFrame
      {...{ label, help, error }}
      control={(tied) => (
        <select {...rest} {...tied} className="input" onChange={(event) => onValue(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.title}
            </option>
          ))}
        </select>
      )}
    />
  )
}
