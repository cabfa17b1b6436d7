import { openKernels } from '../kernels.ts';
import {
  countNearest,
  growTree,
  listNearest,
  refineRows,
  ROUNDS,
  scanLeaves,
  TREES
} from './forest.ts';
import { planScan, type Storage } from './plan-scan.ts';
import { prepareRows, type Scan } from './prepare-rows.ts';
import { findMean } from './principal-axes.ts';
import { type Neighbors, rankRows } from './rank-rows.ts';
import { emptyHeap, scanPairs } from './scan-pairs.ts';
import { commonScale, scaleRows, surveyRows } from './survey.ts';
import type { Metric, Vectors } from './vectors.ts';

/**
 * The `k` nearest other rows of each row, in this thread. `storage` other than `'float'` makes it approximate (only the choice of
 * candidates; distances are exact). Distances are in the unit of the vectors. Throws RangeError when k is not within 1 … count − 1 or a value is not finite.
 */
export function findNeighbors(
  vectors: Vectors,
  k: number,
  { metric = 'euclidean', storage = 'float' }: { metric?: Metric; storage?: Storage } = {}
): Neighbors {
  const { count } = vectors;
  if (!(k >= 1 && k < count)) {
    throw new RangeError(
      `Cannot find ${k} neighbors among ${count} points: 1 to ${count - 1} can be had`
    );
  }
  const lengths = new Float64Array(count);
  const { most, broken } = surveyRows(vectors, metric, lengths, 0, count);
  refuseBroken(broken);
  const scales = new Float32Array(count);
  scaleRows(scales, metric, most, lengths);
  const neighbors = scanNeighbors(vectors, scales, k, metric, storage);
  if (metric === 'euclidean') {
    const scale = commonScale(most);
    for (let e = 0; e < neighbors.distances.length; e++) neighbors.distances[e] /= scale;
  }
  return neighbors;
}

/** {@link findNeighbors} on rows whose scales are known; Euclidean distances stay scaled. */
export function scanNeighbors(
  vectors: Vectors,
  scales: Float32Array,
  k: number,
  metric: Metric,
  storage: Storage
): Neighbors {
  const { count, dimension } = vectors;
  const { plan, memory } = planScan({ count, dimension, k, threads: 1 }, storage);
  const scan = { plan, memory, kernels: openKernels(memory), thread: 0 };
  prepareRows(scan, vectors, scales, findMean(vectors, scales), new Float32Array(count), 0, count);
  if (storage === 'forest') scanForest(scan);
  else scanPairs(scan, new Int32Array(1));
  const neighbors = {
    k,
    ids: new Int32Array(new SharedArrayBuffer(count * k * 4)),
    distances: new Float32Array(new SharedArrayBuffer(count * k * 4))
  };
  rankRows(scan, vectors, metric, scales, neighbors, 0, count);
  return neighbors;
}

function scanForest(scan: Scan): void {
  const { count } = scan.plan;
  emptyHeap(scan.plan, scan.memory, 0);
  const order = new Int32Array(count);
  for (let tree = 0; tree < TREES; tree++) {
    growTree(scan, tree, order);
    scanLeaves(scan, order, new Int32Array(1));
  }
  const nearest = new Int32Array(countNearest(count));
  for (let round = 0; round < ROUNDS; round++) {
    listNearest(scan, nearest, 0, count);
    refineRows(scan, nearest, 0, count);
  }
}

/** Throws RangeError for the first row that holds a NaN or an infinity; −1 is none. */
export function refuseBroken(broken: number): void {
  if (broken >= 0) {
    throw new RangeError(`Cannot project vector ${broken}: every value must be finite`);
  }
}
