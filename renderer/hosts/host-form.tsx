import { TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { Host } from '../../shared/model/host.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { ErrorState } from '../components/states.tsx'
import { useAction, useCall } from '../engine-context.tsx'
import { AliasMeaning } from './alias-meaning.tsx'
import { Choices } from './choices.tsx'
import {
  emptyHostForm,
  type FieldErrors,
  type HostField,
  type HostFormValues,
  isAdvanced,
  readHostForm,
  valuesOfHost,
} from './host-form-values.ts'
import { groupsOf } from './host-groups.ts'
import { useAlias } from './use-alias.ts'
import './host-form.css'

export interface HostFormProps {
  /** null: a new host */
  readonly host: Host | null
  /** all that are saved, for the names of their groups */
  readonly hosts: readonly Host[]
  readonly onSaved: (host: Host) => void
  readonly onCancel: () => void
}

/** Adds or edits a host. A field complains once it was left, all of them after an attempt to save. */
export function HostForm({ host, hosts, onSaved, onCancel }: HostFormProps) {
  const [values, setValues] = useState<HostFormValues>(host === null ? emptyHostForm : valuesOfHost(host))
  const [left, setLeft] = useState<ReadonlySet<HostField>>(new Set())
  const [tries, setTries] = useState(0)
  const tried = tries > 0
  const form = useRef<HTMLFormElement>(null)
  const [isOpen] = useState(isAdvanced(values))
  const save = useAction('hosts.save')
  const id = useId()
  const checked = readHostForm(values, host?.id)
  const errors: FieldErrors = checked.errors ?? {}
  const alias = useAlias(values.alias.trim())
  const meant = alias.value

  // to the first one that is wrong
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tries])

  const set = (change: Partial<HostFormValues>) => setValues((now) => ({ ...now, ...change }))
  const field = (name: HostField) => ({
    value: values[name],
    onValue: (text: string) => set({ [name]: text }),
    onBlur: () => setLeft((now) => new Set(now).add(name)),
    error: tried || left.has(name) ? errors[name] : '',
  })
  const submit = async () => {
    setTries((now) => now + 1)
    if (checked.draft === null) return
    const saved = await save.run(checked.draft)
    if (saved !== undefined) onSaved(saved)
  }

  return (
    <form
      ref={form}
      className="host-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field label="Label" help="What you call it" autoFocus {...field('label')} />
      <div className="host-form-halves">
        <Field label="Group" help="Listed together; may be empty" list={`${id}-groups`} {...field('group')} />
        <Field label="Tags" help="Divided by commas" {...field('tags')} />
      </div>
      <datalist id={`${id}-groups`}>
        {groupsOf(hosts).map((group) => (
          <option key={group} value={group} />
        ))}
      </datalist>
      <AliasField id={id} {...field('alias')} />
      {values.alias.trim() !== '' && <AliasMeaning call={alias} />}
      <div className="host-form-row">
        <Field
          label="Address"
          help={meant === undefined ? 'A name or an IP' : 'Empty: as the config says'}
          placeholder={meant?.address ?? 'web-3.example.net'}
          mono
          {...field('address')}
        />
        <Field
          label="Port"
          help="1 to 65535"
          placeholder={String(meant?.port ?? 22)}
          numeric
          {...field('port')}
        />
      </div>
      <Field label="User" help="Who logs in" placeholder={meant?.user} mono {...field('user')} />
      <Field
        label="Jumps"
        help={`user@host:port or aliases, divided by commas, in the order in which they are passed. Empty: ${meant === undefined || meant.jumps.length === 0 ? 'none' : 'as the config says'}.`}
        placeholder={meant?.jumps.join(', ')}
        mono
        {...field('jumps')}
      />
      <Methods
        method={values.method}
        onMethod={(method) => set({ method })}
        keyField={<Field label="Private key" help="A path on this machine" mono {...field('keyPath')} />}
        identityField={
          <Field
            label="Only this key"
            help="Path of a key, private or .pub: the agent offers no other (IdentitiesOnly). Empty: any."
            placeholder="any key of the agent"
            mono
            {...field('identity')}
          />
        }
      />
      <details className="host-form-advanced" open={isOpen}>
        <summary>Advanced</summary>
        <div className="host-form-advanced-body">
          <TransportChoice values={values} onChange={set} needed={meant?.transport === 'system-ssh'} />
          <ElevationChoice values={values} onChange={set} />
          <OldAlgorithms values={values} onChange={set} />
          <Field
            label="Spool directory"
            mono
            placeholder="chosen on the host"
            help="Where a capture is written on the host until it is safe here. Empty: the largest of the usual places."
            {...field('spoolDirectory')}
          />
        </div>
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

type AliasFieldProps = {
  readonly id: string
  readonly value: string
  readonly onValue: (text: string) => void
  readonly onBlur: () => void
  readonly error: string | undefined
}

/** Completed from the names that the config writes out; any other that a pattern matches is as good. */
function AliasField({ id, ...field }: AliasFieldProps) {
  const config = useCall('hosts.readConfig', {})
  return (
    <>
      <Field
        label="Alias"
        help="A Host of your ssh config, which then says the rest, resolved anew at each connection. Empty: none."
        list={`${id}-aliases`}
        mono
        {...field}
      />
      <datalist id={`${id}-aliases`}>
        {config.value?.hosts.map(({ alias }) => (
          <option key={alias} value={alias} />
        ))}
      </datalist>
    </>
  )
}

interface MethodsProps {
  readonly method: HostFormValues['method']
  readonly onMethod: (method: HostFormValues['method']) => void
  readonly keyField: ReactNode
  readonly identityField: ReactNode
}

function Methods({ method, onMethod, keyField, identityField }: MethodsProps) {
  const info = useCall('app.info', {})
  return (
    <Choices
      legend="Log in with"
      value={method}
      onValue={onMethod}
      choices={[
        {
          value: 'auto',
          title: 'As ssh does',
          help: 'The keys of the agent, then the key files, then what the host asks for.',
        },
        {
          value: 'agent',
          title: 'SSH agent',
          help: 'The agent of this session (SSH_AUTH_SOCK) signs; no key is read.',
        },
        {
          value: 'key',
          title: 'Key file',
          help: 'A passphrase is asked for when the key has one. A FIDO key (sk) needs the ssh of this machine, under Advanced.',
        },
        {
          value: 'password',
          title: 'Password',
          help: `Asked for when it is needed. ${info.value?.secrets ?? ''}`,
        },
      ]}
    >
      {method === 'key' && keyField}
      {(method === 'auto' || method === 'agent') && identityField}
    </Choices>
  )
}

interface PartProps {
  readonly values: HostFormValues
  readonly onChange: (change: Partial<HostFormValues>) => void
}

const TransportChoice = ({ values, onChange, needed }: PartProps & { readonly needed: boolean }) => (
  <Choices
    legend="Connect through"
    value={values.transport}
    onValue={(transport) => onChange({ transport })}
    choices={[
      {
        value: 'ssh2',
        title: 'Smokejumper itself',
        help: 'The quickest, and the same on every machine.',
      },
      {
        value: 'system-ssh',
        title: 'The ssh of this machine',
        help: 'Whatever works in your terminal works here: FIDO keys, certificates, Kerberos, ProxyCommand; a connection that your ControlMaster holds open is shared.',
      },
    ]}
  >
    {needed && values.transport === 'ssh2' && (
      <p className="host-form-warning">
        <TriangleAlert size={14} aria-hidden /> The config has lines for this alias that only the ssh of this
        machine can follow.
      </p>
    )}
  </Choices>
)

const ElevationChoice = ({ values, onChange }: PartProps) => (
  <Choices
    legend="Become root with"
    value={values.elevation}
    onValue={(elevation) => onChange({ elevation })}
    choices={[
      {
        value: 'auto',
        title: 'What works',
        help: 'sudo or doas without a password, then sudo with yours. Most tracing needs root.',
      },
      { value: 'sudo', title: 'sudo', help: 'Only that.' },
      { value: 'doas', title: 'doas', help: 'Only that, and only by a rule with nopass.' },
      {
        value: 'never',
        title: 'Never',
        help: 'Nothing is tried, so nothing of it stands in the logs of the host. What needs root is not offered.',
      },
    ]}
  />
)

function OldAlgorithms({ values, onChange }: PartProps) {
  const id = useId()
  return (
    <div className="host-form-switch">
      <input
        type="checkbox"
        id={id}
        aria-describedby={`${id}-help`}
        checked={values.oldAlgorithms}
        onChange={(event) => onChange({ oldAlgorithms: event.target.checked })}
      />
      <label htmlFor={id}>Accept old algorithms</label>
      <p className={values.oldAlgorithms ? 'host-form-warning' : 'choices-help'} id={`${id}-help`}>
        {values.oldAlgorithms && <TriangleAlert size={14} aria-hidden />}
        Also what OpenSSH no longer accepts: SHA-1, CBC ciphers, small groups. Whoever listens may be able to
        read or change this connection. For a server that cannot be updated, and for this host only.
      </p>
    </div>
  )
}
