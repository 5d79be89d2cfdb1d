import type { Parameter } from '../../shared/model/recipe.ts'
import { Field, Select } from '../components/field.tsx'
import { ProcessPicker } from './process-picker.tsx'
import { readPids } from './start-values.ts'

export interface ParameterFieldProps {
  readonly parameter: Parameter
  readonly hostId: string
  readonly text: string
  readonly error: string | undefined
  readonly onText: (text: string) => void
}

/** The control that a parameter's type asks for. */
export function ParameterField({ parameter, hostId, text, error, onText }: ParameterFieldProps) {
  switch (parameter.type) {
    case 'integer':
      return (
        <Field
          label={parameter.title}
          help={parameter.help}
          unit={parameter.unit}
          numeric
          value={text}
          onValue={onText}
          error={error}
        />
      )
    case 'choice':
      return (
        <Select
          label={parameter.title}
          help={parameter.choices.find(({ value }) => value === text)?.help ?? parameter.help}
          options={parameter.choices}
          value={text}
          onValue={onText}
          error={error}
        />
      )
    case 'pids': {
      const pids = readPids(text, Number.POSITIVE_INFINITY)
      return (
        <ProcessPicker
          hostId={hostId}
          title={parameter.title}
          help={parameter.help}
          text={text}
          pids={Array.isArray(pids) ? pids : []}
          error={error}
          onText={onText}
        />
      )
    }
  }
}
