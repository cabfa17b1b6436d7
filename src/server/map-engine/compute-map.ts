import { availableParallelism } from 'node:os';
import { MAP_DEFAULTS, type MapParameters } from '../../contract/map.ts';
import { findNeighborsOfPoint } from '../../analysis/neighbors/find-neighbors-of-point.ts';
import type { Metric } from '../../analysis/neighbors/vectors.ts';
import type { Curve } from '../../analysis/umap/find-curve.ts';
import { countEpochs, readLayoutEpoch, readPositions } from '../../analysis/umap/layout.ts';
import { refuseMinDist } from '../../analysis/umap/refuse-min-dist.ts';
import { meanDistance } from '../../analysis/umap/smooth-distances.ts';
import { createInput } from './create-input.ts';
import { Crew } from './crew.ts';
import { findNeighbors } from './find-neighbors.ts';

const MAX_THREADS = 8;
const PROGRESS_MS = 250;
/** Fewer points are faster in one thread: a second takes as long to start, and they fight for the same cache lines. */
const MIN_SHARED = 2000;

/** `count × dimension` float32 values, row-major and finite. */
export interface MapVectors {
  vectors: Float32Array<SharedArrayBuffer>;
  count: number;
  dimension: number;
}

/** `done` of `total` rows, epochs or points; `positions` so far, centered, while the layout runs. */
export interface MapProgress {
  stage: 'neighbors' | 'layout' | 'clusters';
  done: number;
  total: number;
  positions?: Float32Array;
}

export interface MapOptions {
  signal?: AbortSignal;
  onProgress?: (progress: MapProgress) => void;
  /** Worker threads; default: the cores, at most 8, and 1 below 2,000 points. */
  threads?: number;
}

export interface MapResult {
  /** `count × nComponents`, centered on each axis. */
  positions: Float32Array;
  /** Cluster of each point, −1 for none. */
  clusters: Int32Array;
  /** Wall seconds. */
  seconds: number;
}

/**
 * Projects vectors by UMAP (McInnes, Healy & Melville, 2018; principal coordinates as the start, epochs by umap-learn's rule) and clusters the positions
 * by HDBSCAN, in worker threads; the calling thread stays free. With a `seed` the same vectors give the same positions on any number of
 * threads; without, the layout runs in several threads and no two are alike. `nNeighbors` beyond
 * the points is clipped; 0 and 1 points work. Rejects with RangeError for parameters out of range and vectors that are not finite, with the signal's
 * reason (AbortError) when aborted; the workers have then ended.
 */
export async function computeMap(
  input: MapVectors,
  parameters: MapParameters,
  options: MapOptions = {}
): Promise<MapResult> {
  const started = performance.now();
  checkInput(input, parameters);
  const { signal, onProgress } = options;
  const { count } = input;
  const { nComponents } = parameters;
  if (count < 2 || isOnePoint(input)) {
    // Of equal vectors UMAP would draw noise, and HDBSCAN find clusters in it.
    signal?.throwIfAborted();
    const clusters = new Int32Array(count).fill(-1);
    return {
      positions: new Float32Array(count * nComponents),
      clusters,
      seconds: secondsSince(started)
    };
  }
  const cores = count < MIN_SHARED ? 1 : availableParallelism();
  const threads = Math.max(1, Math.min(MAX_THREADS, options.threads ?? cores));
  return withCrew({ size: threads, signal, bytes: count * input.dimension * 4 }, async crew => {
    const result = await runMap(crew, input, parameters, onProgress);
    signal?.throwIfAborted();
    return { ...result, seconds: secondsSince(started) };
  });
}

async function runMap(
  crew: Crew,
  { vectors, count, dimension }: MapVectors,
  parameters: MapParameters,
  onProgress: MapOptions['onProgress']
): Promise<Omit<MapResult, 'seconds'>> {
  const { nComponents } = parameters;
  const shared = createInput({ values: vectors, count, dimension }, parameters);
  crew.share(shared);

  const { minDist } = parameters;
  const [curve] = await Promise.all([
    findCurve(crew, minDist),
    findNeighbors(crew, shared, nComponents, share => {
      onProgress?.({ stage: 'neighbors', done: Math.round(share * count), total: count });
    })
  ]);

  const mean = meanDistance(shared.neighbors);
  await crew.runRows('smooth', count, rows => ({ ...rows, mean }));
  const threads = parameters.seed === null && count >= MIN_SHARED ? crew.size : 1;
  const layout = await crew.runOne('graph', {
    components: nComponents,
    epochs: countEpochs(count),
    threads,
    curve,
    seed: parameters.seed ?? Math.floor(Math.random() * 4294967296)
  });
  const report = () => {
    const done = readLayoutEpoch(layout);
    onProgress?.({ stage: 'layout', done, total: layout.epochs, positions: readPositions(layout) });
  };
  report();
  await reportDuring(report, () => crew.runAll('layout', () => ({ layout }), threads));
  const positions = readPositions(layout);

  onProgress?.({ stage: 'clusters', done: 0, total: count, positions });
  const clusters = await crew.runOne('clusters', {
    positions,
    count,
    components: nComponents,
    parameters
  });
  onProgress?.({ stage: 'clusters', done: count, total: count });
  return { positions, clusters };
}

/** The newest curve: two numbers that a new thread takes a tenth of a second to find. */
let known: { minDist: number; curve: Curve } | undefined;

async function findCurve(crew: Crew, minDist: number): Promise<Curve> {
  if (known?.minDist === minDist) {
    return known.curve;
  }
  const curve = await crew.runOne('curve', { minDist }, crew.size - 1);
  known = { minDist, curve };
  return curve;
}

/** Does what most maps begin with, before there is one: starts a thread, which waits for a while, and finds the curve of the default parameters. */
export async function prepareMaps(): Promise<void> {
  await withCrew({ size: 1 }, crew => findCurve(crew, MAP_DEFAULTS.minDist));
}

/** Ends the crew with the work, also when that fails. `await using` would do it, but not in Node 22. */
async function withCrew<Result>(
  { size, signal, bytes }: { size: number; signal?: AbortSignal | undefined; bytes?: number },
  work: (crew: Crew) => Promise<Result>
): Promise<Result> {
  const crew = new Crew(size, signal, bytes);
  try {
    return await work(crew);
  } finally {
    await crew[Symbol.asyncDispose]();
  }
}

/** Clusters `count × components` positions by HDBSCAN in a worker thread: cluster of each point, −1 for none. */
export async function clusterPositions(
  positions: Float32Array,
  count: number,
  components: number,
  parameters: Pick<MapParameters, 'minClusterSize' | 'minSamples' | 'epsilon'>,
  { signal }: { signal?: AbortSignal } = {}
): Promise<Int32Array> {
  return withCrew({ size: 1, signal, bytes: positions.byteLength }, crew =>
    crew.runOne('clusters', { positions, count, components, parameters })
  );
}

/**
 * The `k` points nearest to point `point`, itself left out, nearest first; exact, in the unit of the vectors (cosine: 1 − cos). k beyond the points is
 * clipped. A tenth of a second for 100,000 vectors of 768 values, in the calling thread. Throws RangeError for a point that is not there.
 */
export function nearestNeighbors(
  vectors: Float32Array,
  count: number,
  dimension: number,
  point: number,
  k: number,
  metric: Metric = 'euclidean'
): { indices: Int32Array; distances: Float64Array } {
  return findNeighborsOfPoint({ values: vectors, count, dimension }, point, k, metric);
}

function checkInput({ vectors, count, dimension }: MapVectors, parameters: MapParameters): void {
  if (vectors.length < count * dimension) {
    throw new RangeError(
      `Cannot map ${count} vectors of ${dimension} values: only ${vectors.length} values are there`
    );
  }
  if (count > 0 && dimension < 1) {
    throw new RangeError(`Cannot map vectors of ${dimension} values: at least 1 is needed`);
  }
  refuseMinDist(parameters.minDist);
  if (!(parameters.nNeighbors >= 2)) {
    throw new RangeError(
      `Cannot map with ${parameters.nNeighbors} neighbors: at least 2 are needed`
    );
  }
}

async function reportDuring(report: () => void, work: () => Promise<unknown>): Promise<void> {
  const timer = setInterval(report, PROGRESS_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

/** Whether all vectors are equal. */
function isOnePoint({ vectors, count, dimension }: MapVectors): boolean {
  for (let at = dimension; at < count * dimension; at++) {
    if (vectors[at] !== vectors[at - dimension]) {
      return false;
    }
  }
  return true;
}
