/** The part of the contract that is about captures: from their start to their place in the library. */
import { z } from 'zod'
import { captureDetailSchema, captureProgressSchema, captureSummarySchema } from '../model/capture.ts'
import { captureGroupSchema, togetherRowSchema } from '../model/capture-group.ts'
import { hostSweepSchema, stoppedAllSchema } from '../model/host-spool.ts'
import { markerTextSchema } from '../model/marker.ts'
import { workloadStreams } from '../model/workload.ts'
import { captureRequestSchema, captureSorts, togetherRequestSchema } from './capture-request.ts'
import { ladderRowSchema } from './ladder.ts'
import { idSchema, searchSchema } from './limits.ts'
import { captureId, done, method, nothing } from './method.ts'

const groupId = z.object({ groupId: idSchema })

export const captureMethods = {
  /** returns when it runs on the host (or rejects when it could not); then follow `capture.progress` */
  'captures.start': method({
    args: captureRequestSchema,
    result: captureId,
    progress: z.object({ step: z.string() }),
  }),
  /** stops the tool and keeps what was recorded */
  'captures.stop': method({ args: captureId, result: done }),
  /** stops the tool and throws away what was recorded, here and on the host */
  'captures.discard': method({ args: captureId, result: done }),
  /**
   * goes back to the host of an interrupted capture: re-attaches or collects what waits in its spool; `partial`: of a
   * detached one takes only what is there by now, and lets it go on
   */
  'captures.collect': method({
    args: captureId.extend({ partial: z.boolean().optional() }),
    result: done,
    progress: z.object({ step: z.string() }),
  }),
  /** tries a lost connection again at once */
  'captures.retry': method({ args: captureId, result: done }),
  /** what Smokejumper has on a host, whichever library started it: as it was last seen, or (`look`) as it is now */
  'captures.onHost': method({
    args: z.object({ hostId: idSchema, look: z.boolean() }),
    result: hostSweepSchema,
    progress: z.object({ step: z.string() }),
  }),
  /** stops all that was started on a host, also by other libraries, and what nobody looks after; keeps what was recorded */
  'captures.stopAll': method({
    args: z.object({ hostId: idSchema }),
    result: stoppedAllSchema,
    progress: z.object({ step: z.string() }),
  }),
  /** takes a capture that another library started on the host into this one: follows it, or collects it */
  'captures.adopt': method({
    args: z.object({ hostId: idSchema, captureId: idSchema, partial: z.boolean().optional() }),
    result: captureId,
    progress: z.object({ step: z.string() }),
  }),
  /** ends and removes a spool on the host that this library does not know; for one that it knows there is Discard */
  'captures.throwAway': method({ args: z.object({ hostId: idSchema, captureId: idSchema }), result: done }),
  /**
   * The same on several hosts, from one moment on. Returns when it runs on those that can, with what kept the others;
   * rejects with capture.not-together when there are none, or one cannot and it is all or nothing.
   */
  'captures.startTogether': method({
    args: togetherRequestSchema,
    result: z.object({ groupId: idSchema, hosts: z.array(togetherRowSchema) }),
    progress: z.object({ hosts: z.array(togetherRowSchema) }),
  }),
  'captures.group': method({ args: groupId, result: captureGroupSchema }),
  /** stops what runs of a group, and keeps what was recorded */
  'captures.stopTogether': method({ args: groupId, result: done }),
  /** throws away what runs of a group, and what of it never started; what is in the library already stays there */
  'captures.discardTogether': method({ args: groupId, result: done }),
  /**
   * A named instant on the timeline, of one capture or of all that run; kept at once. `agoMs`: it was so long before this
   * call. Rejects with capture.not-running when none runs, or this one does not.
   */
  'captures.mark': method({
    args: z.object({
      captureId: idSchema.optional(),
      text: markerTextSchema,
      agoMs: z.number().min(0).max(3_600_000).optional(),
    }),
    result: z.object({ markers: z.array(z.object({ captureId: z.string(), markerId: z.string() })) }),
  }),
  'captures.renameMarkers': method({
    args: z.object({ markerIds: z.array(idSchema).min(1).max(1000), text: markerTextSchema }),
    result: done,
  }),
  /** out of sight; `restore` undoes it */
  'captures.removeMarkers': method({
    args: z.object({ markerIds: z.array(idSchema).min(1).max(1000), restore: z.boolean().optional() }),
    result: done,
  }),
  /** what the command that was run meanwhile has written, as far as it was kept */
  'captures.workloadOutput': method({
    args: z.object({ captureId: idSchema, stream: z.enum(workloadStreams) }),
    result: z.object({ bytes: z.instanceof(Uint8Array) }),
  }),
  'captures.running': method({ args: nothing, result: z.array(captureProgressSchema) }),
  'captures.list': method({
    args: z.object({
      /** matched in name, host, recipe, notes and pins */
      search: searchSchema,
      hostId: idSchema.nullable(),
      recipeId: idSchema.nullable(),
      /** started together with others */
      groupId: idSchema.nullable().optional(),
      sort: z.enum(captureSorts),
      descending: z.boolean(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(1000),
    }),
    result: z.object({ rows: z.array(captureSummarySchema), total: z.number() }),
  }),
  /** the captures of the ladder that a capture is on, the first one first; itself alone where it is on none */
  'captures.ladder': method({ args: captureId, result: z.array(ladderRowSchema) }),
  'captures.get': method({ args: captureId, result: captureDetailSchema }),
  'captures.rename': method({
    args: z.object({ captureId: idSchema, name: z.string().trim().min(1).max(200) }),
    result: done,
  }),
  /**
   * out of sight, and gone for good when the library is next opened; `captures.restore` undoes it. `onHost`: with what
   * waits of them on their hosts, at once where they can be reached, else when they are next connected; not to be undone
   */
  'captures.remove': method({
    args: z.object({ captureIds: z.array(idSchema).min(1).max(1000), onHost: z.boolean().optional() }),
    result: done,
  }),
  'captures.restore': method({
    args: z.object({ captureIds: z.array(idSchema).min(1).max(1000) }),
    result: done,
  }),
}
