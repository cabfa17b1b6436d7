import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

/** What a reader waits for before the first place shows: the entry, what it imports, and its styles. */
const FIRST_LOAD_BUDGET_KB = 180;

/** Fails the build when the first load outgrows its budget, and prints what each part weighs. */
function guardPageWeight(): Plugin {
  return {
    name: 'phoenix:page-weight',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(part => part.type === 'chunk');
      const first = new Set<string>();
      const add = (chunk: Rolldown.OutputChunk) => {
        if (!first.has(chunk.fileName)) {
          first.add(chunk.fileName);
          chunk.viteMetadata?.importedCss.forEach(name => first.add(name));
          chunks.filter(({ fileName }) => chunk.imports.includes(fileName)).forEach(add);
        }
      };
      chunks.filter(({ isEntry }) => isEntry).forEach(add);
      const weigh = (name: string) => {
        const part = bundle[name];
        const bytes = part?.type === 'chunk' ? part.code : (part?.source ?? '');
        return gzipSync(bytes, { level: 9 }).length / 1024;
      };
      const total = [...first].reduce((sum, name) => sum + weigh(name), 0);
      console.info(
        `\nfirst load ${total.toFixed(1)} KB gz, at most ${FIRST_LOAD_BUDGET_KB} are allowed`
      );
      if (total > FIRST_LOAD_BUDGET_KB) {
        const parts = [...first].map(name => `${name} ${weigh(name).toFixed(1)}`).join(', ');
        this.error(
          `Cannot ship a first load of ${total.toFixed(1)} KB gz: at most ${FIRST_LOAD_BUDGET_KB} are allowed (${parts})`
        );
      }
    }
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // The page is served behind any prefix: every address in it is relative.
  base: './',
  plugins: [guardPageWeight()],
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../../jupyterlab_phoenix/server/page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Content security forbids `data:` scripts, workers and styles; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Libraries mark files for React's server components, which a page without a server for them may ignore.
      onLog(level, log, print) {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') {
          print(level, log);
        }
      }
    },
    chunkSizeWarningLimit: 800
  }
});
