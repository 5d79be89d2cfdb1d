#!/usr/bin/env node
/** `smokejumper`: the engine from a terminal. */
const OLDEST_NODE = 22

const [major] = process.versions.node.split('.')
if (Number(major) < OLDEST_NODE) {
  process.stderr.write(
    `smokejumper: Node ${OLDEST_NODE} or newer is needed, this is ${process.versions.node}. ` +
      'In a clone, "npm run -s cli -- ARGS" brings its own.\n',
  )
  process.exitCode = 1
} else {
  // Not an import above: what it needs would fail in an older Node before it could be said.
  const { runCli } = await import('./run.ts')
  process.exitCode = await runCli(process.argv.slice(2))
}

export {}
