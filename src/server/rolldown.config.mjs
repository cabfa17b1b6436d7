import { defineConfig } from 'rolldown';

// One folder without subfolders: chunks find each other, the worker and the page relative to themselves.
export default defineConfig({
  input: {
    main: 'src/server/main.ts',
    'map-worker': 'src/server/map-engine/map-worker.ts'
  },
  platform: 'node',
  output: {
    dir: 'jupyterlab_phoenix/server',
    format: 'esm',
    minify: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs'
  }
});
