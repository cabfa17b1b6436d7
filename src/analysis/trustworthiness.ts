import { Arena } from './arena.ts';
import { openKernels } from './kernels.ts';
import { findNeighborsOfPoint } from './neighbors/find-neighbors-of-point.ts';
import { commonScale } from './neighbors/survey.ts';

/** Rows read at a time. */
const READ_ROWS = 64;

/** A projection and what it shows: row-major values of the same `count` points. */
export interface Projection {
  vectors: Float32Array;
  dimension: number;
  positions: Float32Array;
  components: number;
  count: number;
}

/**
 * How far the `k` nearest points in the positions are to be trusted (Venna & Kaski, 2001; the formula of scikit-learn's `trustworthiness`): 1 when they are
 * the nearest in the vectors too, less by the ranks of those that are not. Euclidean, from `queries` points spread evenly
 * (default all); time grows as queries × count × dimension. Throws RangeError unless 1 ≤ k < count / 2.
 */
export function measureTrustworthiness(
  { vectors, dimension, positions, components, count }: Projection,
  k = 15,
  queries = count
): number {
  if (!(k >= 1 && k < count / 2)) {
    throw new RangeError(
      `Cannot measure trust in ${k} neighbors of ${count} points: fewer than half the points are needed`
    );
  }
  const asked = Math.min(queries, count);
  const rankOf = createRanker(vectors, count, dimension);
  let penalty = 0;
  for (let q = 0; q < asked; q++) {
    const i = Math.floor((q * count) / asked);
    const layout = { values: positions, count, dimension: components };
    const { indices } = findNeighborsOfPoint(layout, i, k, 'euclidean');
    for (const rank of rankOf(i, indices)) penalty += Math.max(0, rank - k);
  }
  return 1 - (2 * penalty) / (asked * k * (2 * count - 3 * k - 1));
}

/** Ranks (1 = nearest) of given points among all others, by distance from point i in the vectors. */
function createRanker(vectors: Float32Array, count: number, dimension: number) {
  const padded = Math.ceil(dimension / 4) * 4;
  const arena = new Arena();
  const query = arena.reserve(padded * 4);
  const rows = arena.reserve(READ_ROWS * padded * 4);
  const out = arena.reserve(READ_ROWS * 4);
  const { buffer, kernels } = (memory => ({ buffer: memory.buffer, kernels: openKernels(memory) }))(
    arena.createMemory()
  );
  const queryRow = new Float32Array(buffer, query, padded);
  const readRows = new Float32Array(buffer, rows, READ_ROWS * padded);
  const distancesRead = new Float32Array(buffer, out, READ_ROWS);
  let most = 0;
  for (const value of vectors) most = Math.max(most, Math.abs(value));
  const scale = commonScale(most);
  const copy = (into: Float32Array, at: number, row: number) => {
    for (let c = 0; c < dimension; c++) into[at + c] = vectors[row * dimension + c] * scale;
  };
  const distances = new Float32Array(count);
  return (i: number, points: Int32Array): number[] => {
    copy(queryRow, 0, i);
    for (let first = 0; first < count; first += READ_ROWS) {
      const length = Math.min(READ_ROWS, count - first);
      for (let r = 0; r < length; r++) copy(readRows, r * padded, first + r);
      kernels.squaredDistances(query, 1, rows, length, padded * 4, out, READ_ROWS * 4);
      distances.set(distancesRead.subarray(0, length), first);
    }
    return Array.from(points, point => {
      let rank = 1;
      for (let j = 0; j < count; j++) if (distances[j] < distances[point] && j !== i) rank++;
      return rank;
    });
  };
}
