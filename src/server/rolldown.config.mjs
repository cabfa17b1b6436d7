import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'rolldown';

const WORKERS = {
  'map-worker': 'src/server/map-engine/map-worker.ts',
  'report-worker': 'src/server/reports/report-worker.ts',
  'trace-worker': 'src/server/traces/trace-worker.ts'
};

/** What an earlier build left, except for the workers and the page, which have builds of their own. */
const removeStale = {
  name: 'remove-stale',
  renderStart({ dir }) {
    mkdirSync(dir, { recursive: true });
    const isStale = name => name.endsWith('.mjs') && !(name.slice(0, -4) in WORKERS);
    for (const name of readdirSync(dir).filter(isStale)) {
      rmSync(join(dir, name));
    }
  }
};

// One folder without subfolders: chunks, workers and the page are found relative to the file that asks for them.
const output = {
  dir: 'jupyterlab_phoenix/server',
  format: 'esm',
  minify: true,
  entryFileNames: '[name].mjs',
  chunkFileNames: '[name].mjs'
};

const main = {
  input: { main: 'src/server/main.ts' },
  platform: 'node',
  plugins: [removeStale],
  output: {
    ...output,
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
};

// A worker is one file, so that a running server can keep it in memory and start it after the package was replaced.
const workers = Object.entries(WORKERS).map(([name, path]) => ({
  input: { [name]: path },
  platform: 'node',
  output: { ...output, codeSplitting: false }
}));

export default defineConfig([main, ...workers]);
