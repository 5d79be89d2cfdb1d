/** A saved connection, and what the probe found on it. Crosses the wire and goes to disk. */
import { z } from 'zod'
import { idSchema, MAX_PATH } from '../contract/limits.ts'

export const THIS_MACHINE = 'this-machine'

/** Secrets are never part of it: a password or passphrase is asked for when it is needed. */
export const authenticationSchema = z.discriminatedUnion('method', [
  /** in OpenSSH's order: the agent's keys, the key files, then what the host asks (codes, a password) */
  z.object({ method: z.literal('auto') }),
  z.object({ method: z.literal('agent') }),
  z.object({ method: z.literal('key'), path: z.string().min(1).max(MAX_PATH) }),
  z.object({ method: z.literal('password') }),
])
export type Authentication = z.infer<typeof authenticationSchema>

/** 'ssh2' speaks the protocol itself; 'system-ssh' runs the ssh of this machine, so that all that it can do works. */
export const transports = ['ssh2', 'system-ssh'] as const
export const transportSchema = z.enum(transports)
export type TransportKind = z.infer<typeof transportSchema>

/** 'web-3', 'deploy@web-3:2222', 'deploy@[::1]:22', or an alias of the ssh config: as `ssh -J` takes it */
export const jumpSchema = z
  .string()
  .trim()
  .min(1)
  .max(400)
  .regex(/^(?!-)[^\s,/'"`$\\;&<>|(){}]+$/, 'A jump is user@host:port or an alias, without spaces')
  .regex(/^(?:[^@]+@)?(?!-)(?:\[[^\]@]+\]|[^@:[\]]+)(?::\d{1,5})?$/, 'A jump is user@host:port or an alias')

/**
 * How root is become, for what only root may do: 'auto' is sudo or doas without a password, then sudo with one; the others
 * are that alone; 'never' does without.
 */
export const elevations = ['auto', 'sudo', 'doas', 'never'] as const
export const elevationSchema = z.enum(elevations)
export type ElevationKind = z.infer<typeof elevationSchema>

export const MAX_JUMPS = 8
export const MAX_TAGS = 20

/** Each with its default, so that what was saved before it was known still reads. */
const connectionFields = {
  /** of ~/.ssh/config, resolved anew at each connection; '' for none */
  alias: z
    .string()
    .trim()
    .max(255)
    .regex(/^(?!-)[^\s,/]*$/, 'An alias has no spaces and does not begin with -')
    .default(''),
  transport: transportSchema.default('ssh2'),
  /** in the order in which they are passed; [] is none, or those of the alias */
  jumps: z.array(jumpSchema).max(MAX_JUMPS).default([]),
  /** path of the only key that the agent may offer (IdentitiesOnly), private or public; '' for any, or the alias's */
  identity: z.string().trim().max(MAX_PATH).default(''),
  /** also what OpenSSH no longer accepts: SHA-1 key exchange and signatures, CBC ciphers. Never unless asked for. */
  oldAlgorithms: z.boolean().default(false),
  elevation: elevationSchema.default('auto'),
  /** '' for none */
  group: z.string().trim().max(100).default(''),
  tags: z.array(z.string().trim().min(1).max(50)).max(MAX_TAGS).default([]),
}

/** What a host has that nothing was said about. */
export const hostDefaults = {
  alias: '',
  transport: 'ssh2',
  jumps: [],
  identity: '',
  oldAlgorithms: false,
  elevation: 'auto',
  group: '',
  tags: [],
} satisfies z.infer<z.ZodObject<typeof connectionFields>>

export const hostDraftSchema = z
  .object({
    /** absent: a new host */
    id: idSchema.optional(),
    label: z.string().trim().min(1, 'Give the host a label').max(100),
    /** '' only with an alias, which says it then; given, it wins over the alias */
    address: z
      .string()
      .trim()
      .max(255)
      .regex(/^(?!-)[^\s@/]*$/, 'An address is a host name or an IP, without user, port or spaces'),
    /** 0 only with an alias, which says it then */
    port: z.number().int().min(0).max(65535),
    /** '' only with an alias, which says it then */
    user: z
      .string()
      .trim()
      .max(64)
      .regex(/^(?!-)[^\s:@]*$/, 'A user name has no spaces, : or @'),
    authentication: authenticationSchema,
    /** where captures are spooled on the host; '' lets the supervisor choose */
    spoolDirectory: z
      .string()
      .max(255)
      .regex(/^(|\/.*)$/, 'An absolute path, or empty'),
    ...connectionFields,
  })
  .superRefine(({ alias, address, port, user }, context) => {
    if (alias !== '') return
    if (address === '')
      context.addIssue({ code: 'custom', path: ['address'], message: 'Give an address: a name or an IP' })
    if (port === 0) context.addIssue({ code: 'custom', path: ['port'], message: 'From 1 to 65535' })
    if (user === '')
      context.addIssue({ code: 'custom', path: ['user'], message: 'Give the user to log in as' })
  })
/** As it is given: what has a default may be left out. */
export type HostDraft = z.input<typeof hostDraftSchema>
/** Checked, with its defaults. */
export type CheckedHostDraft = z.infer<typeof hostDraftSchema>

/** How far the probe got to know one ability of a host. */
export const abilitySchema = z.object({
  /** 'perf', 'perf.system-wide', 'bpftrace', 'syscall-tracepoints', ... see probe/abilities.ts */
  id: z.string(),
  title: z.string(),
  state: z.enum(['yes', 'no', 'limited', 'unknown']),
  /** version or the fact behind the state */
  detail: z.string(),
  /** what to do when it is not 'yes'; '' otherwise */
  remedy: z.string(),
})
export type Ability = z.infer<typeof abilitySchema>

export const probeReportSchema = z.object({
  at: z.number(),
  /** ms for the round trip */
  took: z.number(),
  facts: z.object({
    hostname: z.string(),
    kernel: z.string(),
    distribution: z.string(),
    distributionId: z.string(),
    architecture: z.string(),
    cpus: z.number(),
    /** seconds */
    uptime: z.number(),
    user: z.string(),
    uid: z.number(),
    privilege: z.enum(['root', 'sudo', 'none']),
    /** null where the file is not there */
    perfEventParanoid: z.number().nullable(),
    kptrRestrict: z.number().nullable(),
    cgroup: z.string(),
    /** bytes free for a spool, and where */
    spoolFree: z.number(),
    spoolDirectory: z.string(),
    loadAverage: z.string(),
  }),
  abilities: z.array(abilitySchema),
  /** key=value lines of the probe, byte for byte: the way back from each ability */
  raw: z.string(),
})
export type ProbeReport = z.infer<typeof probeReportSchema>

export const hostSchema = z.object({
  id: z.string(),
  kind: z.enum(['this-machine', 'ssh']),
  label: z.string(),
  address: z.string(),
  port: z.number(),
  user: z.string(),
  authentication: authenticationSchema.nullable(),
  spoolDirectory: z.string(),
  createdAt: z.number(),
  probe: probeReportSchema.nullable(),
  ...connectionFields,
})
export type Host = z.infer<typeof hostSchema>

/** For choosing PIDs. */
export const processSchema = z.object({
  pid: z.number(),
  ppid: z.number(),
  user: z.string(),
  /** percent of one CPU over its life, as ps gives */
  cpu: z.number(),
  comm: z.string(),
  command: z.string(),
})
export type Process = z.infer<typeof processSchema>
