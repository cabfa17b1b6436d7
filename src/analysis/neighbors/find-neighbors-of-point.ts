import type { Metric } from './vectors.ts';

/**
 * The `k` rows nearest to row `point`, which is left out, nearest first and by row number among equals; k is clipped to the other rows. Exact, in doubles and in
 * the unit of the vectors (cosine: 1 − cos; 1 when one of the two has no direction). Throws RangeError for a row that is not there.
 */
export function findNeighborsOfPoint(
  { values, count, dimension }: { values: Float32Array; count: number; dimension: number },
  point: number,
  k: number,
  metric: Metric
): { indices: Int32Array; distances: Float64Array } {
  if (!(Number.isInteger(point) && point >= 0 && point < count)) {
    throw new RangeError(`Cannot find the neighbors of point ${point}: there are ${count} points`);
  }
  const wanted = Math.max(0, Math.min(k, count - 1));
  const indices = new Int32Array(wanted);
  const distances = new Float64Array(wanted).fill(Infinity);
  const compare = metric === 'cosine' ? cosineDistance : euclideanDistance;
  for (let j = 0; j < count && wanted > 0; j++) {
    if (j === point) continue;
    const d = compare(values, point * dimension, j * dimension, dimension);
    if (d >= distances[wanted - 1]) continue;
    let p = wanted - 1;
    for (; p > 0 && distances[p - 1] > d; p--) {
      distances[p] = distances[p - 1];
      indices[p] = indices[p - 1];
    }
    distances[p] = d;
    indices[p] = j;
  }
  return { indices, distances };
}

function euclideanDistance(values: Float32Array, a: number, b: number, dimension: number): number {
  let sum = 0;
  for (let c = 0; c < dimension; c++) {
    const d = values[a + c] - values[b + c];
    sum += d * d;
  }
  return Math.sqrt(sum);
}

function cosineDistance(values: Float32Array, a: number, b: number, dimension: number): number {
  let dot = 0;
  let aSquares = 0;
  let bSquares = 0;
  for (let c = 0; c < dimension; c++) {
    const x = values[a + c];
    const y = values[b + c];
    dot += x * y;
    aSquares += x * x;
    bSquares += y * y;
  }
  if (aSquares === 0 || bSquares === 0) return aSquares === bSquares ? 0 : 1;
  return Math.max(0, 1 - dot / Math.sqrt(aSquares * bSquares));
}
