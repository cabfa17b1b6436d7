import type { Metric, Vectors } from '../../analysis/neighbors/vectors.ts';
import type { MapInput } from './steps.ts';

/** Shared memory for the steps of one map; neighbors beyond the other points are clipped. */
export function createInput(
  vectors: Vectors,
  { metric, nNeighbors, nComponents }: { metric: Metric; nNeighbors: number; nComponents: number }
): MapInput {
  const { count } = vectors;
  const k = Math.min(nNeighbors - 1, count - 1);
  const floats = (length: number) => new Float32Array(new SharedArrayBuffer(length * 4));
  return {
    vectors,
    metric,
    lengths: new Float64Array(new SharedArrayBuffer(count * 8)),
    scales: floats(count),
    coordinates: floats(count * nComponents),
    neighbors: {
      k,
      ids: new Int32Array(new SharedArrayBuffer(count * k * 4)),
      distances: floats(count * k)
    },
    memberships: floats(count * k),
    progress: new Int32Array(new SharedArrayBuffer(4))
  };
}
