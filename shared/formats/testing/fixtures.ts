/** Fixture files beside a format. */
import { readdirSync, readFileSync } from 'node:fs'

/** All of a folder but its README and what is expected of them (.expected.txt, .raw.txt), by name. folder: URL with a slash at its end. */
export const readFixtures = (folder: URL): ReadonlyMap<string, Uint8Array> =>
  new Map(
    readdirSync(folder)
      .filter((name) => !/^README|\.(expected|raw)\.txt$/.test(name))
      .sort()
      .map((name) => [name, new Uint8Array(readFileSync(new URL(name, folder)))]),
  )
