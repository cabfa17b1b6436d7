import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'rolldown';

/** What an earlier build left, except for the page, which has a build of its own. */
const removeStale = {
  name: 'remove-stale',
  renderStart({ dir }) {
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir).filter(name => name.endsWith('.mjs'))) {
      rmSync(join(dir, name));
    }
  }
};

// One folder without subfolders: chunks, the workers and the page are found relative to the file that asks for them.
export default defineConfig({
  input: {
    main: 'src/server/main.ts',
    'map-worker': 'src/server/map-engine/map-worker.ts',
    'report-worker': 'src/server/reports/report-worker.ts'
  },
  platform: 'node',
  plugins: [removeStale],
  output: {
    dir: 'jupyterlab_phoenix/server',
    format: 'esm',
    minify: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name].mjs',
    // What starts must not wait for what computes: `run` is read at the start, the others when they are needed.
    codeSplitting: {
      groups: [
        { name: 'contract', test: /src[\\/]contract[\\/]|valibot/, priority: 1 },
        { name: 'analysis', test: /src[\\/]analysis[\\/]/ },
        {
          name: 'formats',
          test: /hyparquet|src[\\/]inferences[\\/](?:to-parquet|to-csv|parquet-)/
        },
        { name: 'tables', test: /flechette|src[\\/]inferences[\\/]/ }
      ]
    }
  }
});
