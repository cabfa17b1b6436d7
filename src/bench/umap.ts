import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UMAP } from 'umap-js';
import { createRandom } from '../analysis/random.ts';
import { measureTrustworthiness } from '../analysis/trustworthiness.ts';
import { countEpochs } from '../analysis/umap/layout.ts';
import { MAP_DEFAULTS } from '../contract/map.ts';
import { computeMap } from '../server/map-engine/compute-map.ts';
import { describeMachine } from './describe-machine.ts';
import { drawMixture } from './draw-mixture.ts';
import { Peer } from './peer.ts';
import { takeMedian, timeWork, type Timing } from './time-work.ts';

/**
 * UMAP: ours, umap-js and a warm umap-learn on the same vectors with the same parameters (2 components, 15 neighbors, minimum distance 0.1, the same
 * epochs), taking turns; the mean trustworthiness@15 of all rounds, from 1,000 points (fewer above 20,000), beside the median time. umap-learn and ours use all cores.
 *
 * `PYTHON=.venv/bin/python node src/bench/umap.ts --sizes 1000,5000 --rounds 3 --dimension 768 --umap-js-max 10000`
 */
const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,5000,10000,20000,50000' },
    dimension: { type: 'string', default: '768' },
    rounds: { type: 'string', default: '3' },
    'umap-js-max': { type: 'string', default: '10000' },
    data: { type: 'string', default: 'mixture' }
  }
});
const dimension = Number(options.dimension);
const NEIGHBORS = 15;
const MIN_DIST = 0.1;
/** One figure from 400 points is off by a hundredth now and then. */
const QUERIES = 1000;
const MAX_DISTANCES = 20_000_000;

type Run = Timing & { positions: Float32Array };
type Contender = (vectors: Float32Array<SharedArrayBuffer>, count: number) => Promise<Run>;

async function runOurs(
  vectors: Float32Array<SharedArrayBuffer>,
  count: number,
  seed: number | null
): Promise<Run> {
  const parameters = {
    ...MAP_DEFAULTS,
    nComponents: 2,
    nNeighbors: NEIGHBORS,
    minDist: MIN_DIST,
    seed
  } as const;
  const { result, ...timing } = await timeWork(() =>
    computeMap({ vectors, count, dimension }, parameters)
  );
  return { ...timing, positions: result.positions };
}

async function runUmapJs(vectors: Float32Array, count: number): Promise<Run> {
  const rows = Array.from({ length: count }, (_, i) =>
    Array.from(vectors.subarray(i * dimension, (i + 1) * dimension))
  );
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: NEIGHBORS,
    minDist: MIN_DIST,
    nEpochs: countEpochs(count),
    random: createRandom(1)
  });
  const { result, ...timing } = await timeWork(() => umap.fit(rows));
  return { ...timing, positions: Float32Array.from(result.flat()) };
}

const folder = await mkdtemp(join(tmpdir(), 'bench-umap-'));
await using peer = new Peer('umap_peer.py');
try {
  const { versions } = await peer.ask<{ versions: Record<string, string> }>({ warm: true });
  const umapJs = createRequire(import.meta.url)('umap-js/package.json') as { version: string };
  const machine = describeMachine({ ...versions, 'umap-js': umapJs.version });
  console.log(machine);
  const rows: object[] = [];
  for (const count of options.sizes.split(',').map(Number)) {
    const queries = Math.min(QUERIES, Math.round(MAX_DISTANCES / count));
    const vectors =
      options.data === 'mixture'
        ? drawMixture(count, dimension)
        : await readVectors(options.data, count);
    const file = join(folder, 'vectors.f32');
    await writeFile(file, new Uint8Array(vectors.buffer, 0, count * dimension * 4));
    const contenders: Record<string, Contender> = {
      ours: async (v, n) => runOurs(v, n, null),
      'ours, seeded': async (v, n) => runOurs(v, n, 1),
      'umap-learn': async () => {
        const out = join(folder, 'positions.f32');
        const timing = await peer.ask<Timing>({
          file,
          out,
          count,
          dimension,
          neighbors: NEIGHBORS,
          minDist: MIN_DIST
        });
        return { ...timing, positions: new Float32Array((await readFile(out)).buffer.slice(0)) };
      }
    };
    if (count <= Number(options['umap-js-max'])) contenders['umap-js'] = runUmapJs;
    const runs = new Map<string, Run[]>(Object.keys(contenders).map(name => [name, []]));
    for (let round = 0; round < Number(options.rounds); round++) {
      for (const [name, contender] of Object.entries(contenders)) {
        // umap-js is slow and steady: once is enough.
        if (name === 'umap-js' && round > 0) continue;
        runs.get(name)?.push(await contender(vectors, count));
      }
    }
    const ours = takeMedian(runs.get('ours') ?? []);
    for (const [name, list] of runs) {
      const { wallSeconds, cpuSeconds } = takeMedian(list);
      const trusts = list.map(({ positions }) =>
        measureTrustworthiness({ vectors, dimension, positions, components: 2, count }, 15, queries)
      );
      const row = {
        count,
        name,
        wall: Number(wallSeconds.toFixed(2)),
        cpu: Number(cpuSeconds.toFixed(2)),
        'wall / ours': Number((wallSeconds / ours.wallSeconds).toFixed(2)),
        'cpu / ours': Number((cpuSeconds / ours.cpuSeconds).toFixed(2)),
        trust: Number((trusts.reduce((a, b) => a + b, 0) / trusts.length).toFixed(4))
      };
      console.log(JSON.stringify(row));
      rows.push(row);
    }
  }
  console.table(rows);
  console.log(JSON.stringify({ bench: 'umap', dimension, machine, rows }));
} finally {
  await rm(folder, { recursive: true });
}

/** Raw float32 rows from a file, for data that does not come from here. */
async function readVectors(path: string, count: number): Promise<Float32Array<SharedArrayBuffer>> {
  const bytes = await readFile(path);
  const vectors = new Float32Array(new SharedArrayBuffer(count * dimension * 4));
  new Uint8Array(vectors.buffer).set(bytes.subarray(0, count * dimension * 4));
  return vectors;
}
