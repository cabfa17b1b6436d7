import type { Kernels } from '../kernels.ts';
import type { Scan } from './prepare-rows.ts';
import type { Metric, Vectors } from './vectors.ts';

/** `count × k` others of each row, nearest first and by row number among equals. */
export interface Neighbors {
  k: number;
  ids: Int32Array<SharedArrayBuffer>;
  /** In the scaled space of `scaleRows`; cosine: 1 − cos. */
  distances: Float32Array<SharedArrayBuffer>;
}

/**
 * Merges the threads' candidates of rows [first, last), measures them exactly, in float32 from differences, and writes
 * the k nearest to `neighbors`.
 */
export function rankRows(
  { plan, memory, kernels, thread }: Scan,
  vectors: Vectors,
  metric: Metric,
  scales: Float32Array,
  neighbors: Neighbors,
  first: number,
  last: number
): void {
  const { count, kept, k, padded, storage } = plan;
  const { values, dimension } = vectors;
  const at = plan.scratch[thread];
  const heaps = plan.heaps.map(({ distances, ids }) => ({
    distances: new Float32Array(memory.buffer, distances, count * kept),
    ids: new Int32Array(memory.buffer, ids, count * kept)
  }));
  // The mean and signs have served; rows are compared in the first two rows of the reading scratch.
  const read = new Float32Array(memory.buffer, at.read, 2 * padded).fill(0);
  const other = at.read + padded * 4;
  // Differences of float32 rows are what the scan has measured already.
  const measured = storage === 'float' && metric === 'euclidean';
  const distances = new Float64Array(kept * heaps.length);
  const ids = new Int32Array(kept * heaps.length);
  for (let i = first; i < last; i++) {
    let found = 0;
    for (const heap of heaps) {
      for (let h = i * kept; h < (i + 1) * kept; h++) {
        if (heap.ids[h] >= 0) insert(distances, ids, found++, heap.distances[h], heap.ids[h]);
      }
    }
    found = Math.min(found, kept);
    if (measured) {
      for (let c = 0; c < found; c++) distances[c] = Math.sqrt(distances[c]);
    } else {
      read.set(values.subarray(i * dimension, (i + 1) * dimension));
      for (let c = 0; c < found; c++) {
        const j = ids[c];
        read.set(values.subarray(j * dimension, (j + 1) * dimension), padded);
        const d = measure(kernels, metric, at.read, scales[i], other, scales[j], padded * 4);
        insert(distances, ids, c, d, j);
      }
    }
    // A forest may have found too few: the row itself fills up, infinitely far, and the recall shows it.
    for (; found < k; found++) insert(distances, ids, found, Infinity, i);
    for (let c = 0; c < k; c++) {
      neighbors.ids[i * k + c] = ids[c];
      neighbors.distances[i * k + c] = distances[c];
    }
  }
}

/** Inserts (d, id) into the sorted run of `length` entries. */
export function insert(
  distances: Float64Array,
  ids: Int32Array,
  length: number,
  d: number,
  id: number
): void {
  let p = length;
  while (p > 0 && (distances[p - 1] > d || (distances[p - 1] === d && ids[p - 1] > id))) {
    distances[p] = distances[p - 1];
    ids[p] = ids[p - 1];
    p--;
  }
  distances[p] = d;
  ids[p] = id;
}

/** Distance of two rows in the kernels' memory. Cosine distance is half the squared distance of the directions. */
export function measure(
  kernels: Kernels,
  metric: Metric,
  a: number,
  aScale: number,
  b: number,
  bScale: number,
  bytes: number
): number {
  if (metric === 'cosine' && (aScale === 0) !== (bScale === 0)) return 1;
  const squared = kernels.scaledDistance(a, aScale, b, bScale, bytes);
  return metric === 'cosine' ? squared / 2 : Math.sqrt(squared);
}
