/** Captures that were started together, on several hosts, and how far apart the clocks and the starts were. */
import { z } from 'zod'
import { captureStateSchema, storedErrorSchema } from './capture.ts'

/** So many hosts at once, at most. */
export const MAX_TOGETHER = 32

/** A host's wall clock beside ours, when it was compared. */
export const clockReadingSchema = z.object({
  /** ns: the host's minus ours */
  offset: z.number(),
  /** ns: the true offset is at most this far from it (half of the best round trip, and how fine the clocks are) */
  error: z.number(),
  /** by our wall clock, epoch ms */
  at: z.number(),
})
export type ClockReading = z.infer<typeof clockReadingSchema>

/** A time on the group's axis, whose 0 is the earliest start, in ns; the error is this capture's own. */
export const placeSchema = z.object({ at: z.number(), error: z.number() })
export type Place = z.infer<typeof placeSchema>

export const groupMemberSchema = z.object({
  captureId: z.string(),
  name: z.string(),
  hostId: z.string().nullable(),
  hostLabel: z.string(),
  recipeId: z.string(),
  state: captureStateSchema,
  error: storedErrorSchema.nullable(),
  /** null until read */
  events: z.number().nullable(),
  bytes: z.number(),
  /** ns; null until known */
  duration: z.number().nullable(),
  tracerCpuPercent: z.number().nullable(),
  /** before its start, and at its end: what lies between is drift */
  clock: z.object({ start: clockReadingSchema.nullable(), end: clockReadingSchema.nullable() }),
  /** when its host started the tool; null where that is not known (yet) */
  start: placeSchema.nullable(),
  /** ns after the agreed moment; null likewise */
  late: z.number().nullable(),
  /** time 0 of the capture's own axis; null where its events cannot be told on the host's clock */
  shift: placeSchema.nullable(),
})
export type GroupMember = z.infer<typeof groupMemberSchema>

/** How far the starts were apart that were reached. */
export const spreadSchema = z.object({ by: z.number(), error: z.number() })
export type Spread = z.infer<typeof spreadSchema>

export const captureGroupSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** the moment that all hosts were told, by our wall clock, epoch ms; null before */
  plannedAt: z.number().nullable(),
  /** in the order in which the hosts were chosen */
  members: z.array(groupMemberSchema),
  /** ns between the first and the last start; null while fewer than two are known */
  spread: spreadSchema.nullable(),
})
export type CaptureGroup = z.infer<typeof captureGroupSchema>

/** How far each host has come while they are started together. */
export const togetherStates = ['waiting', 'working', 'ready', 'started', 'failed', 'cancelled'] as const
export const togetherRowSchema = z.object({
  hostId: z.string(),
  hostLabel: z.string(),
  /** null before its preflight */
  captureId: z.string().nullable(),
  state: z.enum(togetherStates),
  /** what is done for it now, or what it waits for */
  step: z.string(),
  error: storedErrorSchema.nullable(),
})
export type TogetherRow = z.infer<typeof togetherRowSchema>
