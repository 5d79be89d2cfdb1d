/** The build: three bundles in out/, as Electron, the browser door and the `bin` load them. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { describeSources, writeStamp } from './electron/launch/build-stamp.ts'

const mainEntries = {
  desktop: 'electron/desktop/main.ts',
  'engine-process': 'electron/desktop/engine-process.ts',
  browser: 'electron/browser/main.ts',
  cli: 'electron/cli/main.ts',
  'writer-worker': 'electron/engine/workers/writer-worker.ts',
  'query-worker': 'electron/engine/workers/query-worker.ts',
  'key-worker': 'electron/engine/workers/key-worker.ts',
  'rescue-worker': 'electron/engine/workers/rescue-worker.ts',
}

/** The renderer is built last: what stands in out/ then is whole. */
const stampBuild = (): Plugin => {
  let described = ''
  return {
    name: 'stamp-build',
    apply: 'build',
    config: async () => {
      described = await describeSources(import.meta.dirname)
    },
    writeBundle: () => writeStamp(import.meta.dirname, described),
  }
}

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node22',
      externalizeDeps: true,
      rollupOptions: {
        input: mainEntries,
        // Flat, so that `import.meta.url` is out/main whichever chunk a module lands in (see electron/places.ts).
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload script cannot import: it is CommonJS, with everything in it.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'electron/desktop/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), stampBuild()],
    build: {
      outDir: 'out/renderer',
      // A module preload polyfill or an inlined asset would be what the content security policy forbids.
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: { input: 'renderer/index.html' },
    },
  },
})
