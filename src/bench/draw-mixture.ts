import { createRandom, drawNormal } from '../analysis/random.ts';

const CLUSTERS = 40;
const RANK = 12;

/**
 * `count` vectors from 40 Gaussian clusters, each of rank 12 with some noise in all dimensions: about as much structure as embeddings of text have. The same for the
 * same arguments.
 */
export function drawMixture(
  count: number,
  dimension: number,
  seed = 7
): Float32Array<SharedArrayBuffer> {
  const random = createRandom(seed);
  const normals = (length: number, width: number) =>
    Float64Array.from({ length }, () => width * drawNormal(random));
  const centers = normals(CLUSTERS * dimension, 1);
  const axes = normals(CLUSTERS * RANK * dimension, 2 / Math.sqrt(RANK));
  const values = new Float32Array(new SharedArrayBuffer(count * dimension * 4));
  for (let i = 0; i < count; i++) {
    const cluster = Math.floor(random() * CLUSTERS);
    const place = normals(RANK, 1);
    for (let c = 0; c < dimension; c++) {
      let value = (centers[cluster * dimension + c] ?? 0) + 0.3 * drawNormal(random);
      for (let r = 0; r < RANK; r++) {
        value += (place[r] ?? 0) * (axes[(cluster * RANK + r) * dimension + c] ?? 0);
      }
      values[i * dimension + c] = value;
    }
  }
  return values;
}
