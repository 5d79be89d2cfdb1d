/** A saved connection, and what the probe found on it. Crosses the wire and goes to disk. */
import { z } from 'zod'
import { idSchema, MAX_PATH } from '../contract/limits.ts'

export const THIS_MACHINE = 'this-machine'

/** Secrets are never part of it: a password or passphrase is asked for when it is needed. */
export const authenticationSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('agent') }),
  z.object({ method: z.literal('key'), path: z.string().min(1).max(MAX_PATH) }),
  z.object({ method: z.literal('password') }),
])
export type Authentication = z.infer<typeof authenticationSchema>

export const hostDraftSchema = z.object({
  /** absent: a new host */
  id: idSchema.optional(),
  label: z.string().trim().min(1, 'Give the host a label').max(100),
  address: z
    .string()
    .trim()
    .min(1, 'Give an address: a name or an IP')
    .max(255)
    .regex(/^[^\s@/]+$/, 'An address is a host name or an IP, without user, port or spaces'),
  port: z.number().int().min(1).max(65535),
  user: z
    .string()
    .trim()
    .min(1, 'Give the user to log in as')
    .max(64)
    .regex(/^[^\s:@]+$/, 'A user name has no spaces, : or @'),
  authentication: authenticationSchema,
  /** where captures are spooled on the host; '' lets the supervisor choose */
  spoolDirectory: z
    .string()
    .max(255)
    .regex(/^(|\/.*)$/, 'An absolute path, or empty'),
})
export type HostDraft = z.infer<typeof hostDraftSchema>

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
