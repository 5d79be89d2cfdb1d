/** What stands in the host form, as typed, and what it means. */
import type { Authentication, Host, HostDraft } from '../../shared/model/host.ts'
import { hostDraftSchema } from '../../shared/model/host.ts'

export interface HostFormValues {
  readonly label: string
  readonly address: string
  readonly port: string
  readonly user: string
  readonly method: Authentication['method']
  readonly keyPath: string
  readonly spoolDirectory: string
}

export const emptyHostForm: HostFormValues = {
  label: '',
  address: '',
  port: '22',
  user: '',
  method: 'agent',
  keyPath: '~/.ssh/id_ed25519',
  spoolDirectory: '',
}

export const valuesOfHost = (host: Host): HostFormValues => ({
  label: host.label,
  address: host.address,
  port: String(host.port),
  user: host.user,
  method: host.authentication?.method ?? 'agent',
  keyPath: host.authentication?.method === 'key' ? host.authentication.path : emptyHostForm.keyPath,
  spoolDirectory: host.spoolDirectory,
})

export type HostField = keyof HostFormValues
export type FieldErrors = Partial<Record<HostField, string>>

/**
 * Checks the form with the contract's own schema.
 * @param id of the host that is edited; absent for a new one
 */
export function readHostForm(
  values: HostFormValues,
  id?: string,
): { draft: HostDraft; errors: null } | { draft: null; errors: FieldErrors } {
  const parsed = hostDraftSchema.safeParse({
    ...(id === undefined ? {} : { id }),
    label: values.label,
    address: values.address,
    port: /^\d+$/.test(values.port.trim()) ? Number(values.port) : -1,
    user: values.user,
    authentication:
      values.method === 'key' ? { method: 'key', path: values.keyPath.trim() } : { method: values.method },
    spoolDirectory: values.spoolDirectory.trim(),
  })
  if (parsed.success) return { draft: parsed.data, errors: null }
  const errors: FieldErrors = {}
  for (const issue of parsed.error.issues) {
    const field = fieldOf(issue.path)
    if (field !== null) errors[field] ??= messages[field] ?? issue.message
  }
  return { draft: null, errors }
}

const messages: FieldErrors = {
  port: 'From 1 to 65535',
  keyPath: 'Give the path of the private key, such as ~/.ssh/id_ed25519',
}

function fieldOf(path: readonly PropertyKey[]): HostField | null {
  const [head] = path
  if (head === 'authentication') return 'keyPath'
  return head === 'label' ||
    head === 'address' ||
    head === 'port' ||
    head === 'user' ||
    head === 'spoolDirectory'
    ? head
    : null
}
