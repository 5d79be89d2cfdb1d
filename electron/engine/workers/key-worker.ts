/** Tries passphrases, away from the engine's thread. */
import { parentPort } from 'node:worker_threads'
import { serveCalls } from './calls.ts'
import { createKeyService } from './key-service.ts'

if (!parentPort) throw new Error('This file runs as a worker, not by itself')
serveCalls(parentPort, createKeyService)
