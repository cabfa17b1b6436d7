import { defineConfig } from 'rolldown';

// One file for each kind of module: a kernel loads it by its path, with no packages beside it.
const bundle = (format, ending) => ({
  input: { kernel: 'src/kernel/index.ts' },
  platform: 'node',
  output: {
    dir: 'jupyterlab_phoenix/kernel',
    format,
    minify: true,
    codeSplitting: false,
    entryFileNames: `[name].${ending}`
  }
});

export default defineConfig([bundle('esm', 'mjs'), bundle('cjs', 'cjs')]);
