/** What stands in the host form, as typed, and what it means. */
import type {
  Authentication,
  CheckedHostDraft,
  ElevationKind,
  Host,
  TransportKind,
} from '../../shared/model/host.ts'
import { hostDraftSchema } from '../../shared/model/host.ts'

export interface HostFormValues {
  readonly label: string
  readonly group: string
  /** divided by commas */
  readonly tags: string
  readonly alias: string
  readonly address: string
  /** '' for 22, or the alias's */
  readonly port: string
  readonly user: string
  /** divided by commas, in the order in which they are passed */
  readonly jumps: string
  readonly method: Authentication['method']
  readonly keyPath: string
  readonly identity: string
  readonly transport: TransportKind
  readonly oldAlgorithms: boolean
  readonly elevation: ElevationKind
  readonly spoolDirectory: string
}

export const emptyHostForm: HostFormValues = {
  label: '',
  group: '',
  tags: '',
  alias: '',
  address: '',
  port: '',
  user: '',
  jumps: '',
  method: 'auto',
  keyPath: '~/.ssh/id_ed25519',
  identity: '',
  transport: 'ssh2',
  oldAlgorithms: false,
  elevation: 'auto',
  spoolDirectory: '',
}

export const valuesOfHost = (host: Host): HostFormValues => ({
  label: host.label,
  group: host.group,
  tags: host.tags.join(', '),
  alias: host.alias,
  address: host.address,
  port: host.port === 0 ? '' : String(host.port),
  user: host.user,
  jumps: host.jumps.join(', '),
  method: host.authentication?.method ?? 'auto',
  keyPath: host.authentication?.method === 'key' ? host.authentication.path : emptyHostForm.keyPath,
  identity: host.identity,
  transport: host.transport,
  oldAlgorithms: host.oldAlgorithms,
  elevation: host.elevation,
  spoolDirectory: host.spoolDirectory,
})

/** Whether something is set that the form keeps under Advanced. */
export const isAdvanced = (values: HostFormValues): boolean =>
  values.transport !== emptyHostForm.transport ||
  values.elevation !== emptyHostForm.elevation ||
  values.oldAlgorithms ||
  values.spoolDirectory !== ''

/** Fields of text. */
export type HostField = Exclude<keyof HostFormValues, 'method' | 'transport' | 'elevation' | 'oldAlgorithms'>
export type FieldErrors = Partial<Record<HostField, string>>

/**
 * Checks the form with the contract's own schema.
 * @param id of the host that is edited; absent for a new one
 */
export function readHostForm(
  values: HostFormValues,
  id?: string,
): { draft: CheckedHostDraft; errors: null } | { draft: null; errors: FieldErrors } {
  const parsed = hostDraftSchema.safeParse({
    ...(id === undefined ? {} : { id }),
    label: values.label,
    group: values.group,
    tags: split(values.tags),
    alias: values.alias,
    address: values.address,
    port: readPort(values),
    user: values.user,
    jumps: split(values.jumps),
    authentication:
      values.method === 'key' ? { method: 'key', path: values.keyPath.trim() } : { method: values.method },
    identity: values.method === 'auto' || values.method === 'agent' ? values.identity : '',
    transport: values.transport,
    oldAlgorithms: values.oldAlgorithms,
    elevation: values.elevation,
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

const split = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

const readPort = ({ port, alias }: HostFormValues): number => {
  const text = port.trim()
  if (text === '') return alias.trim() === '' ? 22 : 0
  // 0 is no port to type; -1 is refused by the schema
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : -1
}

const messages: FieldErrors = {
  port: 'From 1 to 65535',
  keyPath: 'Give the path of the private key, such as ~/.ssh/id_ed25519',
  tags: 'At most 20 tags, each of at most 50 characters',
}

const fields: ReadonlySet<string> = new Set<HostField>([
  ...(['label', 'group', 'tags', 'alias', 'address', 'port', 'user', 'jumps'] as const),
  ...(['identity', 'spoolDirectory'] as const),
])

function fieldOf([head]: readonly PropertyKey[]): HostField | null {
  if (head === 'authentication') return 'keyPath'
  return typeof head === 'string' && fields.has(head) ? (head as HostField) : null
}
