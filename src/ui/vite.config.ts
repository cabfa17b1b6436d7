import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { defineConfig, normalizePath, type Plugin, type Rolldown } from 'vite';

/** What a reader waits for before the first place shows: the start, the page, what they import, and their styles. */
const FIRST_LOAD_BUDGET_KB = 180;

const HERE = normalizePath(fileURLToPath(new URL('.', import.meta.url)));
const START = `${HERE}start.ts`;
const PAGE = `${HERE}show-page.tsx`;
/** Places that draw charts: what several of them share is one file, not a dozen. */
const WITH_CHARTS = ['signals/signals-place', 'performance/performance-place', 'home/findings'].map(
  name => `${HERE}${name}.tsx`
);
const TRACES = `${HERE}traces/traces-place.tsx`;
const REACT = /[\\/]node_modules[\\/]react[\\/]/;

/** Puts modules that are always needed together into one file each: every file is a request of its own. */
function groupModules() {
  const [ofStart, ofPage, ofCharts] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const plugin: Plugin = {
    name: 'phoenix:group-modules',
    buildEnd() {
      const closureOf = (id: string, found = new Set<string>()): Set<string> => {
        if (!found.has(id)) {
          found.add(id);
          this.getModuleInfo(id)?.importedIds.forEach(each => closureOf(each, found));
        }
        return found;
      };
      // The door of a package imports all of its rooms; what is used of it at the start does without React.
      const isForStart = (id: string) =>
        !/[\\/]node_modules[\\/]/.test(id) || ![...closureOf(id)].some(each => REACT.test(each));
      [...closureOf(START)].filter(isForStart).forEach(id => ofStart.add(id));
      closureOf(PAGE, ofPage);
      const closures = WITH_CHARTS.map(id => closureOf(id));
      // The little that a place without charts shares with them comes with the page.
      const ofTraces = closureOf(TRACES);
      for (const id of closures.flatMap(closure => [...closure])) {
        if (closures.filter(closure => closure.has(id)).length > 1) {
          (ofTraces.has(id) ? ofPage : ofCharts).add(id);
        }
      }
    }
  };
  return {
    plugin,
    // A group takes along what its modules import, but for what an earlier one has.
    groups: [
      { name: 'start', test: (id: string) => ofStart.has(id), priority: 3 },
      { name: 'page', test: (id: string) => ofPage.has(id), priority: 2 },
      { name: 'charts', test: (id: string) => ofCharts.has(id), priority: 1 }
    ]
  };
}

/** The files of the bundle that the first picture needs: `index.html` names them, so that they are all asked for at once. */
function findFirstLoad(
  bundle: Rolldown.OutputBundle,
  from = [START, PAGE]
): { chunks: string[]; styles: string[] } {
  const chunks = new Set<string>();
  const styles = new Set<string>();
  const add = (fileName: string) => {
    const chunk = bundle[fileName];
    if (chunk?.type === 'chunk' && !chunks.has(fileName)) {
      chunks.add(fileName);
      chunk.viteMetadata?.importedCss.forEach(name => styles.add(name));
      chunk.imports.forEach(add);
    }
  };
  for (const chunk of Object.values(bundle)) {
    if (chunk.type === 'chunk' && from.some(id => chunk.moduleIds.includes(id))) {
      add(chunk.fileName);
    }
  }
  return { chunks: [...chunks], styles: [...styles] };
}

/** Names the files of the page in the document, and makes sure that the start has no need of them. */
function preloadFirst(): Plugin {
  return {
    name: 'phoenix:preload-first',
    generateBundle(_options, bundle) {
      const { chunks } = findFirstLoad(bundle, [START]);
      if (chunks.length !== 1) {
        this.error(`Cannot start before the page is there: the start imports ${chunks.join(', ')}`);
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) =>
        findFirstLoad(bundle ?? {})
          .chunks.filter(name => !html.includes(name))
          .map(name => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${name}` },
            injectTo: 'head' as const
          }))
    }
  };
}

/** Fails the build when the first load outgrows its budget, and prints what each part weighs. */
function guardPageWeight(): Plugin {
  return {
    name: 'phoenix:page-weight',
    generateBundle(_options, bundle) {
      const { chunks, styles } = findFirstLoad(bundle);
      const first = [...chunks, ...styles];
      const weigh = (name: string) => {
        const part = bundle[name];
        const bytes = part?.type === 'chunk' ? part.code : (part?.source ?? '');
        return gzipSync(bytes, { level: 9 }).length / 1024;
      };
      const total = first.reduce((sum, name) => sum + weigh(name), 0);
      console.info(
        `\nfirst load ${total.toFixed(1)} KB gz, at most ${FIRST_LOAD_BUDGET_KB} are allowed`
      );
      if (total > FIRST_LOAD_BUDGET_KB) {
        const parts = first.map(name => `${name} ${weigh(name).toFixed(1)}`).join(', ');
        this.error(
          `Cannot ship a first load of ${total.toFixed(1)} KB gz: at most ${FIRST_LOAD_BUDGET_KB} are allowed (${parts})`
        );
      }
    }
  };
}

const { plugin: grouping, groups } = groupModules();

export default defineConfig({
  root: HERE,
  // The page is served behind any prefix: every address in it is relative.
  base: './',
  plugins: [grouping, preloadFirst(), guardPageWeight()],
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../../jupyterlab_phoenix/server/page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Content security forbids `data:` scripts, workers and styles; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { codeSplitting: { groups } },
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
