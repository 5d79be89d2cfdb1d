/** An engine that knows the tool whose every byte is known, and this machine. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineOptions } from '../../electron/engine/engine.ts'
import { type Bench, openBench } from './capture-fixture.ts'
import { makeFaultResources } from './fault-resources.ts'

export const openSteadyBench = async (options: Partial<EngineOptions> = {}): Promise<Bench> => {
  const directory = await mkdtemp(join(tmpdir(), 'smokejumper-bench-'))
  return openBench({ ...options, directory, resourcesDirectory: makeFaultResources(directory) })
}
