import { type ReactNode, useState } from 'react'
import type { Host } from '../../shared/model/host.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { ErrorState } from '../components/states.tsx'
import { useAction, useCall } from '../engine-context.tsx'
import {
  emptyHostForm,
  type FieldErrors,
  type HostField,
  type HostFormValues,
  readHostForm,
  valuesOfHost,
} from './host-form-values.ts'
import './host-form.css'

export interface HostFormProps {
  /** null: a new host */
  readonly host: Host | null
  readonly onSaved: (host: Host) => void
  readonly onCancel: () => void
}

/** Adds or edits a host. A field complains once it was left, all of them after an attempt to save. */
export function HostForm({ host, onSaved, onCancel }: HostFormProps) {
  const [values, setValues] = useState<HostFormValues>(host === null ? emptyHostForm : valuesOfHost(host))
  const [left, setLeft] = useState<ReadonlySet<HostField>>(new Set())
  const [tried, setTried] = useState(false)
  const save = useAction('hosts.save')
  const checked = readHostForm(values, host?.id)
  const errors: FieldErrors = checked.errors ?? {}

  const field = (name: Exclude<HostField, 'method'>) => ({
    value: values[name],
    onValue: (text: string) => setValues((now) => ({ ...now, [name]: text })),
    onBlur: () => setLeft((now) => new Set(now).add(name)),
    error: tried || left.has(name) ? errors[name] : '',
  })
  const submit = async () => {
    setTried(true)
    if (checked.draft === null) return
    const saved = await save.run(checked.draft)
    if (saved !== undefined) onSaved(saved)
  }

  return (
    <form
      className="host-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field label="Label" help="What you call it" autoFocus {...field('label')} />
      <div className="host-form-row">
        <Field
          label="Address"
          help="A name or an IP"
          placeholder="web-3.example.net"
          mono
          {...field('address')}
        />
        <Field label="Port" help="1 to 65535" numeric {...field('port')} />
      </div>
      <Field label="User" help="Who logs in" mono {...field('user')} />
      <Methods
        method={values.method}
        onMethod={(method) => setValues((now) => ({ ...now, method }))}
        keyField={<Field label="Private key" help="A path on this machine" mono {...field('keyPath')} />}
      />
      <details className="host-form-advanced" open={values.spoolDirectory !== ''}>
        <summary>Advanced</summary>
        <Field
          label="Spool directory"
          mono
          placeholder="chosen on the host"
          help="Where a capture is written on the host until it is safe here. Empty: the largest of the usual places."
          {...field('spoolDirectory')}
        />
      </details>
      {save.error !== undefined && <ErrorState inline error={save.error} />}
      <div className="host-form-actions">
        <Button look="primary" type="submit" disabled={save.running}>
          {host === null ? 'Add host' : 'Save'}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}

interface MethodsProps {
  readonly method: HostFormValues['method']
  readonly onMethod: (method: HostFormValues['method']) => void
  readonly keyField: ReactNode
}

function Methods({ method, onMethod, keyField }: MethodsProps) {
  const info = useCall('app.info', {})
  const methods = [
    {
      id: 'agent',
      title: 'SSH agent',
      help: 'The agent of this session (SSH_AUTH_SOCK) signs; no key is read.',
    },
    { id: 'key', title: 'Key file', help: 'A passphrase is asked for when the key has one.' },
    {
      id: 'password',
      title: 'Password',
      help: `Asked for with each connection. ${info.value?.secrets ?? ''}`,
    },
  ] as const
  return (
    <fieldset className="host-form-methods">
      <legend className="host-form-legend">Log in with</legend>
      {methods.map(({ id, title, help }) => (
        <label className="host-form-method" key={id}>
          <input type="radio" name="method" checked={method === id} onChange={() => onMethod(id)} />
          {title}
          <span className="host-form-method-help">{help}</span>
        </label>
      ))}
      {method === 'key' && keyField}
    </fieldset>
  )
}
