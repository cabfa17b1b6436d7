import { Arena } from '../arena.ts';
import { openKernels } from '../kernels.ts';
import { insert, measure, type Neighbors } from './rank-rows.ts';
import type { Metric, Vectors } from './vectors.ts';

/**
 * Share of the true neighbors that `neighbors` holds, by exact comparison of `queries` rows, spread evenly, with all others. Points as near as the
 * k-th true neighbor count as found.
 */
export function measureRecall(
  { values, count, dimension }: Vectors,
  scales: Float32Array,
  metric: Metric,
  { ids, distances, k }: Neighbors,
  queries = 32
): number {
  const asked = Array.from(
    { length: Math.min(queries, count) },
    (_, q, all = Math.min(queries, count)) => Math.floor((q * count) / all)
  );
  const padded = Math.ceil(dimension / 4) * 4;
  const arena = new Arena();
  const rows = arena.reserve((asked.length + 1) * padded * 4);
  const memory = arena.createMemory();
  const kernels = openKernels(memory);
  const view = new Float32Array(memory.buffer, rows, (asked.length + 1) * padded);
  asked.forEach((i, q) => {
    view.set(values.subarray(i * dimension, (i + 1) * dimension), (q + 1) * padded);
  });
  const best = asked.map(() => ({
    distances: new Float64Array(k + 1).fill(Infinity),
    ids: new Int32Array(k + 1)
  }));
  for (let j = 0; j < count; j++) {
    view.set(values.subarray(j * dimension, (j + 1) * dimension));
    for (const [q, i] of asked.entries()) {
      if (i === j) continue;
      const d = measure(
        kernels,
        metric,
        rows,
        scales[j],
        rows + (q + 1) * padded * 4,
        scales[i],
        padded * 4
      );
      const heap = best[q];
      if (d < heap.distances[k - 1]) insert(heap.distances, heap.ids, k - 1, d, j);
    }
  }
  let hits = 0;
  for (const [q, i] of asked.entries()) {
    const limit = best[q].distances[k - 1] * (1 + 1e-6);
    for (let c = 0; c < k; c++) if (ids[i * k + c] >= 0 && distances[i * k + c] <= limit) hits++;
  }
  return hits / (asked.length * k);
}
