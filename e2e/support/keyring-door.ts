/** The browser door as it is, with a key store that it has nowhere else: to try what is remembered without a desktop. */
import { parseArgs } from 'node:util'
import { startBrowserDoor } from '../../electron/browser/server.ts'
import { openWorkbench } from '../../electron/engine/open-workbench.ts'
import { fakeVault } from '../../electron/engine/secrets/fake-vault.ts'
import { places } from '../../electron/places.ts'
import { findUserDirectories } from '../../electron/user-directories.ts'

const { values } = parseArgs({ options: { library: { type: 'string' } } })
const { libraryPath, configDirectory } = findUserDirectories()
const workbench = await openWorkbench({
  libraryPath: values.library ?? libraryPath,
  resourcesDirectory: places.resources,
  configDirectory,
  door: 'browser',
  vault: fakeVault(),
})
const door = await startBrowserDoor({ service: workbench, rendererDirectory: places.renderer, port: 0 })
process.stdout.write(`${door.url}\n`)
process.once('SIGINT', async () => {
  await door.close()
  await workbench.close()
})
