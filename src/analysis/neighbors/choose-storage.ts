import { scanNeighbors } from './find-neighbors.ts';
import type { Storage } from './plan-scan.ts';
import type { Neighbors } from './rank-rows.ts';
import type { Metric, Vectors } from './vectors.ts';

/** Up to here all pairs are compared in float32. */
const MAX_FLOAT_POINTS = 4096;
/** Below this, rounded rows save too little to be worth their error. */
const MIN_ROUNDED_DIMENSION = 32;
const TRIAL_POINTS = 1536;
/** From here on comparing all pairs, even of 8-bit rows, takes longer than growing a forest. */
const MIN_FOREST_POINTS = 30_000;
/** A leaf must hold more rows than are kept as candidates. */
const MAX_FOREST_NEIGHBORS = 200;
/** Demanded of a sample, whose points lie farther apart than those of the whole. */
const MIN_TRIAL_RECALL = 0.99;

/**
 * The coarsest way to store rows that still finds the neighbors of a sample of them, tried out against float32. Rows that lie in clumps much
 * smaller than their distance from the mean need more than 8 bits.
 */
export function chooseStorage(
  vectors: Vectors,
  scales: Float32Array,
  k: number,
  metric: Metric
): Storage {
  const { count, dimension } = vectors;
  if (count <= MAX_FLOAT_POINTS || dimension < MIN_ROUNDED_DIMENSION || k >= TRIAL_POINTS / 4) {
    return 'float';
  }
  const sample: Vectors = {
    values: new Float32Array(new SharedArrayBuffer(TRIAL_POINTS * dimension * 4)),
    count: TRIAL_POINTS,
    dimension
  };
  const sampleScales = new Float32Array(TRIAL_POINTS);
  for (let s = 0; s < TRIAL_POINTS; s++) {
    const i = Math.floor((s * count) / TRIAL_POINTS);
    sample.values.set(vectors.values.subarray(i * dimension, (i + 1) * dimension), s * dimension);
    sampleScales[s] = scales[i];
  }
  const truth = scanNeighbors(sample, sampleScales, k, metric, 'float');
  const enough = (storage: Storage) =>
    compareNeighbors(scanNeighbors(sample, sampleScales, k, metric, storage), truth) >=
    MIN_TRIAL_RECALL;
  const storage = (['int8', 'int16'] as const).find(enough) ?? 'float';
  const many = count >= MIN_FOREST_POINTS && k <= MAX_FOREST_NEIGHBORS;
  return storage === 'int8' && many ? 'forest' : storage;
}

/** Share of the true neighbors' places that `found` fills with points as near: equals count, whichever they are. */
export function compareNeighbors(found: Neighbors, truth: Neighbors): number {
  const { k } = truth;
  let hits = 0;
  for (let start = 0; start < truth.distances.length; start += k) {
    const limit = truth.distances[start + k - 1] * (1 + 1e-6);
    for (let e = start; e < start + k; e++) if (found.distances[e] <= limit) hits++;
  }
  return truth.distances.length === 0 ? 1 : hits / truth.distances.length;
}
