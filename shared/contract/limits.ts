/**
 * What comes over the wire is no longer than this: long enough for all that a person or a host gives, short enough that
 * no message makes the engine work for long or fills the library.
 */
import { z } from 'zod'

/** of a capture, host, recipe, note, pin, prompt */
export const idSchema = z.string().max(100)
export const searchSchema = z.string().max(1000)
export const MAX_STACK_DEPTH = 10_000
export const MAX_PICTURE_BYTES = 16 * 1024 * 1024
export const MAX_NUMBERS = 1000
/** PATH_MAX of Linux */
export const MAX_PATH = 4096
