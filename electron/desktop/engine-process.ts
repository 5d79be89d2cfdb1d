/** The engine, in a utility process of its own: neither the window nor the main process ever waits for it. */
import { parseArgs } from 'node:util'
import type { MessagePortMain } from 'electron'
import { isExpected } from '../../shared/errors/errors.ts'
import { messagePortChannel } from '../../shared/rpc/message-port.ts'
import { serveEngine } from '../../shared/rpc/server.ts'
import { openWorkbench, type Workbench } from '../engine/open-workbench.ts'
import { places } from '../places.ts'
import { findUserDirectories } from '../user-directories.ts'
import { type EngineFailure, type EngineMessage, engineCommandSchema } from './engine-messages.ts'
import { createEngineVault } from './engine-vault.ts'

const tell = (message: EngineMessage): void => process.parentPort.postMessage(message)

const vault = createEngineVault(tell)

const tellBug = ({ reference, details }: { reference: string; details: string }): void => {
  process.stderr.write(`Bug ${reference}: ${details}\n`)
}

const openEngine = async (): Promise<Workbench> => {
  const { values } = parseArgs({ args: process.argv.slice(2), options: { library: { type: 'string' } } })
  const { libraryPath, configDirectory } = findUserDirectories()
  const workbench = await openWorkbench({
    libraryPath: values.library ?? libraryPath,
    resourcesDirectory: places.resources,
    configDirectory,
    door: 'desktop',
    vault,
    onBug: tellBug,
  })
  workbench.invite(() => {
    tell({ type: 'show' })
    return null
  })
  void workbench.quitAsked.then(() => tell({ type: 'quit' }))
  return workbench
}

const describeFailure = (error: unknown): EngineFailure =>
  isExpected(error)
    ? { type: 'failed', message: error.message, remedy: error.remedy }
    : {
        type: 'failed',
        message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        remedy: 'This is a bug in Smokejumper. Please report it.',
      }

// null: it could not, and the main process was told.
const opening: Promise<Workbench | null> = openEngine().catch((error: unknown) => {
  tell(describeFailure(error))
  return null
})

const serve = async (port: MessagePortMain): Promise<void> => {
  const engine = await opening
  if (engine === null) return
  serveEngine(engine, messagePortChannel(port), { onBug: tellBug })
}

const end = async (): Promise<void> => {
  const engine = await opening
  await engine?.close()
  process.exit(0)
}

// Listened to from the first moment on: a window that asks early waits for the engine to open.
process.parentPort.on('message', ({ data, ports }) => {
  if (vault.hear(data)) return
  const command = engineCommandSchema.parse(data)
  const [port] = ports
  if (command === 'connect' && port !== undefined) void serve(port)
  if (command === 'end') void end()
})
