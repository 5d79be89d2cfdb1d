/** Where the project's own files are, from the sources (electron/*.ts) and from the bundle (out/main/*.js) alike. */
import { fileURLToPath } from 'node:url'

const isSource = new URL(import.meta.url).pathname.endsWith('.ts')
const project = new URL(isSource ? '../' : '../../', import.meta.url)

const find = (path: string): string => fileURLToPath(new URL(path, project))

export const places = {
  project: find('.'),
  /** recipes, remote scripts, samples */
  resources: find('resources'),
  /** of a build */
  built: find('out'),
  renderer: find('out/renderer'),
  preload: find('out/preload/preload.cjs'),
  engineProcess: find('out/main/engine-process.js'),
} as const
