import type { ReactNode } from 'react'
import { useId } from 'react'
import './choices.css'

export interface ChoicesProps<Value extends string> {
  readonly legend: string
  readonly value: Value
  readonly onValue: (value: Value) => void
  readonly choices: readonly { readonly value: Value; readonly title: string; readonly help: string }[]
  /** what belongs to the one that is chosen */
  readonly children?: ReactNode
}

/** One of a few, each with what it means. */
export function Choices<Value extends string>({
  legend,
  value,
  onValue,
  choices,
  children,
}: ChoicesProps<Value>) {
  const id = useId()
  return (
    <fieldset className="choices">
      <legend className="choices-legend">{legend}</legend>
      {choices.map((choice) => (
        <div className="choices-one" key={choice.value}>
          <input
            type="radio"
            name={id}
            id={`${id}-${choice.value}`}
            aria-describedby={`${id}-${choice.value}-help`}
            checked={choice.value === value}
            onChange={() => onValue(choice.value)}
          />
          <label htmlFor={`${id}-${choice.value}`}>{choice.title}</label>
          <span className="choices-help" id={`${id}-${choice.value}-help`}>
            {choice.help}
          </span>
          {choice.value === value && children && <div className="choices-own">{children}</div>}
        </div>
      ))}
    </fieldset>
  )
}
