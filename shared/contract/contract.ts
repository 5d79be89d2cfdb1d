/**
 * The one contract between the renderer (or the CLI) and the engine. A method has checked arguments and a checked
 * result; some report progress. Both ends take it from this table, so a method that is not here does not exist.
 */
import { z } from 'zod'
import { exportIds } from '../formats/export-heads.ts'
import { captureProgressSchema } from '../model/capture.ts'
import { connectTestSchema, traceStepSchema } from '../model/connect-trace.ts'
import { noteSchema, pinDraftSchema, pinSchema } from '../model/finding.ts'
import { hostDraftSchema, hostSchema, probeReportSchema, processSchema } from '../model/host.ts'
import { secretKindSchema, secretsStatusSchema } from '../model/kept-secret.ts'
import { knownHostsSchema } from '../model/known-host.ts'
import { offeredHostSchema, sshConfigSchema } from '../model/offered-host.ts'
import { recipeSchema } from '../model/recipe.ts'
import { captureMethods } from './capture-methods.ts'
import { diffArgs, diffResult } from './diff-view.ts'
import { heatmapArgs, heatmapResult } from './heatmap-view.ts'
import { libraryStatusSchema } from './library-status.ts'
import { idSchema } from './limits.ts'
import { captureId, done, type Method, method, nothing } from './method.ts'
import { sandwichArgs, sandwichResult } from './sandwich-view.ts'
import * as views from './views.ts'

/** Bytes of a file that go over the wire at once, at most. */
export const IMPORT_PIECE = 4 * 1024 * 1024

export const fileSchema = z.object({
  name: z.string(),
  mediaType: z.string(),
  bytes: z.instanceof(Uint8Array),
})
export type ExportedFile = z.infer<typeof fileSchema>

export const themes = ['system', 'dark', 'light'] as const
export const settingsSchema = z.object({
  theme: z.enum(themes),
  /** seconds that an attached capture goes on without its client */
  graceSeconds: z.number().int().min(5).max(3600),
})
export type Settings = z.infer<typeof settingsSchema>

export const methods = {
  'app.info': method({
    args: nothing,
    result: z.object({
      version: z.string(),
      libraryPath: z.string(),
      libraryBytes: z.number(),
      /** why secrets are asked for each time */
      secrets: z.string(),
    }),
  }),
  /** ends the workbench, as Ctrl-C in its terminal does */
  'app.quit': method({ args: nothing, result: done }),
  /** while it is not open, every other method rejects with library.checking or library.corrupt */
  'library.status': method({ args: nothing, result: libraryStatusSchema }),
  /** goes on without waiting for the check, which then runs in the background */
  'library.skipCheck': method({ args: nothing, result: done }),
  /** reads what can be read into a new library, which takes the place of the damaged one; follow library.changed */
  'library.recover': method({ args: nothing, result: done }),
  /** an empty library in the place of the damaged one, which is kept */
  'library.beginAnew': method({ args: nothing, result: done }),
  /** closes a library that the check in the background found damaged, and asks what to do */
  'library.ask': method({ args: nothing, result: done }),
  'settings.read': method({ args: nothing, result: settingsSchema }),
  'settings.write': method({ args: settingsSchema.partial(), result: settingsSchema }),

  'hosts.list': method({ args: nothing, result: z.array(hostSchema) }),
  'hosts.save': method({ args: hostDraftSchema, result: hostSchema }),
  'hosts.remove': method({ args: z.object({ hostId: idSchema }), result: done }),
  /** connects (asking what must be asked) and looks; kept with the host */
  'hosts.probe': method({
    args: z.object({ hostId: idSchema }),
    result: probeReportSchema,
    progress: z.object({ step: z.string() }),
  }),
  /** a connection of its own, made step by step and closed again; resolves also when it breaks, and says where */
  'hosts.test': method({
    args: z.object({ hostId: idSchema }),
    result: connectTestSchema,
    progress: traceStepSchema,
  }),
  /** the hosts that ~/.ssh/config and what it includes name; nothing in it is run */
  'hosts.readConfig': method({ args: nothing, result: sshConfigSchema }),
  /** what any name means in the ssh config, also one that only a pattern matches */
  'hosts.resolveAlias': method({ args: z.object({ alias: z.string().max(255) }), result: offeredHostSchema }),
  /** saves hosts that name these aliases, each resolved anew at each connection; those saved already are left alone */
  'hosts.importConfig': method({
    args: z.object({
      aliases: z.array(z.string().min(1).max(255)).min(1).max(1000),
      group: z.string().trim().max(100).optional(),
    }),
    result: z.array(hostSchema),
  }),
  'hosts.processes': method({ args: z.object({ hostId: idSchema }), result: z.array(processSchema) }),

  /** every entry of every known_hosts file that is looked in, with its place */
  'knownHosts.list': method({ args: nothing, result: knownHostsSchema }),
  /** only in Smokejumper's own file; the entry must still be the one that was shown */
  'knownHosts.forget': method({
    args: z.object({ line: z.number().int().min(1), hosts: z.string().max(4096), fingerprint: idSchema }),
    result: done,
  }),

  /** what is remembered of passwords and passphrases, and whether it can be; never they themselves */
  'secrets.list': method({ args: nothing, result: secretsStatusSchema }),
  'secrets.forget': method({
    args: z.object({ secretIds: z.array(idSchema).min(1).max(1000) }),
    result: done,
  }),

  'recipes.list': method({ args: nothing, result: z.array(recipeSchema) }),

  ...captureMethods,

  /**
   * A file that was dropped or opened, in pieces: begin, append from its first byte on, finish. Of any format, by its
   * content. The capture is there when it is finished; before that, whoever dies leaves nothing. A refusal (format.*)
   * comes as soon as it is known.
   */
  'imports.begin': method({
    args: z.object({
      /** the file's; the capture is called so */
      name: z.string().trim().min(1).max(200),
      /** in all; null where that is not known */
      bytes: z.number().int().min(0).nullable(),
    }),
    result: z.object({ importId: idSchema }),
  }),
  'imports.append': method({
    args: z.object({
      importId: idSchema,
      offset: z.number().int().min(0),
      bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= IMPORT_PIECE, 'A piece is too large'),
    }),
    /** bytes that are safe here: the next offset */
    result: z.object({ received: z.number() }),
  }),
  'imports.finish': method({
    args: z.object({ importId: idSchema }),
    result: z.object({
      captureId: idSchema,
      events: z.number(),
      /** what it was read as */
      format: idSchema,
      incomplete: z.boolean(),
    }),
  }),
  'imports.cancel': method({ args: z.object({ importId: idSchema }), result: done }),

  /** A capture as a file of another format, in pieces of about 1 MiB: begin, read until it is done; end it before. */
  'exports.begin': method({
    args: z.object({
      captureId: idSchema,
      format: z.enum([...exportIds, 'raw']),
      /** names in full, where the format has a custom of shortening them */
      raw: z.boolean().optional(),
      /** all events, where the format has a custom of holding the first only */
      allEvents: z.boolean().optional(),
    }),
    result: z.object({
      exportId: idSchema,
      name: z.string(),
      mediaType: z.string(),
      /** bytes in all, where that is known */
      total: z.number().nullable(),
    }),
  }),
  'exports.read': method({
    args: z.object({ exportId: idSchema }),
    result: z.object({ bytes: z.instanceof(Uint8Array), done: z.boolean() }),
  }),
  'exports.end': method({ args: z.object({ exportId: idSchema }), result: done }),

  /** a stretch of an artifact's bytes: the way back from a number */
  'artifacts.read': method({
    args: z.object({
      captureId: idSchema,
      artifactId: z.number().int(),
      offset: z.number().int().min(0),
      length: z.number().int().min(1).max(1_048_576),
    }),
    result: z.object({ bytes: z.instanceof(Uint8Array), total: z.number() }),
  }),

  'views.flame': method({ args: views.flameArgs, result: views.flameResult }),
  'views.functions': method({ args: views.functionsArgs, result: views.functionsResult }),
  'views.histogram': method({ args: views.histogramArgs, result: views.histogramResult }),
  'views.timeline': method({ args: views.timelineArgs, result: views.timelineResult }),
  'views.diff': method({ args: diffArgs, result: diffResult }),
  'views.sandwich': method({ args: sandwichArgs, result: sandwichResult }),
  'views.heatmap': method({ args: heatmapArgs, result: heatmapResult }),
  'views.slices': method({ args: views.slicesArgs, result: views.slicesResult }),

  'notes.list': method({ args: captureId, result: z.array(noteSchema) }),
  'notes.save': method({
    args: z.object({
      id: idSchema.optional(),
      captureId: idSchema,
      text: z.string().trim().min(1).max(100_000),
    }),
    result: noteSchema,
  }),
  'notes.remove': method({ args: z.object({ id: idSchema }), result: done }),
  'pins.list': method({ args: captureId, result: z.array(pinSchema) }),
  'pins.save': method({ args: pinDraftSchema, result: pinSchema }),
  'pins.edit': method({
    args: z.object({ id: idSchema, sentence: z.string().trim().min(1).max(2000) }),
    result: done,
  }),
  'pins.remove': method({ args: z.object({ id: idSchema }), result: done }),
  /** notes and pins of a capture as one self-contained file */
  'report.export': method({
    args: z.object({ captureId: idSchema, format: z.enum(['html', 'markdown']) }),
    result: fileSchema,
  }),

  'prompts.answer': method({
    /** null dismisses the question */
    args: z.object({
      promptId: idSchema,
      answer: z.union([z.string().max(10_000), z.boolean()]).nullable(),
      /** of a secret whose prompt says `canKeep`: keep it on this computer once it has let somebody in */
      remember: z.boolean().optional(),
    }),
    result: done,
  }),
} satisfies Record<string, Method>

export type Contract = typeof methods
export type MethodName = keyof Contract
/** As the handler gets them: checked, with their defaults. */
export type Args<M extends MethodName> = z.infer<Contract[M]['args']>
/** As the caller gives them: what has a default may be left out. */
export type CallArgs<M extends MethodName> = z.input<Contract[M]['args']>
export type Result<M extends MethodName> = z.infer<Contract[M]['result']>
export type Progress<M extends MethodName> = Contract[M] extends { progress?: infer P }
  ? P extends z.ZodType
    ? z.infer<P>
    : never
  : never

/** A question that must be answered before the engine goes on. */
export const promptSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('host-key'),
    promptId: z.string(),
    hostLabel: z.string(),
    /** address and port as they would stand in known_hosts */
    address: z.string(),
    keyType: z.string(),
    /** 'SHA256:...' as OpenSSH prints it */
    fingerprint: z.string(),
    /** what else is known of it, in words */
    note: z.string().optional(),
    /** 'jump 1 of 2, deploy@bastion:22' when it is not the host itself */
    hop: z.string().optional(),
    /** who is to be let in: 'deploy@web-3:22' */
    login: z.string().optional(),
  }),
  z.object({
    kind: z.literal('secret'),
    promptId: z.string(),
    hostLabel: z.string(),
    /** 'Password for deploy@web-3', 'Passphrase for ~/.ssh/id_ed25519', 'deploy@web-3 asks: Verification code' */
    question: z.string(),
    /** 'jump 1 of 2, deploy@bastion:22' when it is not the host itself */
    hop: z.string().optional(),
    /** what is typed may be seen: the host said so */
    isShown: z.boolean().optional(),
    /** what the host says about it, as one printable line; never to be trusted */
    note: z.string().optional(),
    /** what it is for; absent: a code, or anything else that a host may ask */
    purpose: secretKindSchema.optional(),
    /** whom the host knows: 'deploy@web-3:22' */
    login: z.string().optional(),
    /** of a passphrase: the key file, which is on this machine */
    keyPath: z.string().optional(),
    /** it may be remembered, by the key store of these words */
    canKeep: z.string().optional(),
    /** why it cannot be */
    notKept: z.string().optional(),
    /** what became of the one that was remembered, in a sentence */
    keptBefore: z.string().optional(),
    /** 1 for the first try */
    attempt: z.number(),
    attempts: z.number(),
  }),
])
export type Prompt = z.infer<typeof promptSchema>

/** What the engine tells everyone who listens. */
export const events = {
  'prompt.asked': promptSchema,
  'prompt.closed': z.object({ promptId: z.string() }),
  'capture.progress': captureProgressSchema,
  /** the row changed: state, name, deletion, ingest. Ask again. */
  'captures.changed': z.object({ captureIds: z.array(z.string()) }),
  'hosts.changed': nothing,
  /** what Smokejumper has there was looked at: see captures.onHost */
  'hosts.swept': z.object({ hostId: z.string() }),
  /** a host key was accepted or forgotten */
  'knownHosts.changed': nothing,
  /** a secret was kept or forgotten; `problem`: one that was to be kept could not be */
  'secrets.changed': z.object({ problem: z.string().optional() }),
  'findings.changed': captureId,
  'settings.changed': settingsSchema,
  'library.changed': libraryStatusSchema,
} as const
export type EventName = keyof typeof events
export type EventValue<E extends EventName> = z.infer<(typeof events)[E]>
