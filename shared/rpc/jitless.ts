/**
 * Zod compiles its checks with `new Function`, which a content security policy without 'unsafe-eval' forbids (and
 * reports, each time). Import this before any module that makes a schema: the check is made when a schema is made.
 */
import { config } from 'zod'

config({ jitless: true })
