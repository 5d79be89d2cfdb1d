/** The files that ship with the program, by the folder that the door knows. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** `name`: below resources/, 'remote/probe.sh'. That it is missing is a broken installation, and not caught. */
export const readResource = (resourcesDirectory: string, name: string): Promise<string> =>
  readFile(join(resourcesDirectory, name), 'utf8')
