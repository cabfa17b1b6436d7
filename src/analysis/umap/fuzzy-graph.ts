import type { Neighbors } from '../neighbors/rank-rows.ts';

/** A symmetric weighted graph in compressed rows: the edges of row i are `starts[i] … starts[i+1]`. */
export interface Graph {
  count: number;
  starts: Int32Array;
  /** Columns, ascending within a row. */
  tails: Int32Array;
  /** Within (0, 1]. */
  weights: Float32Array;
}

/**
 * The fuzzy union of all neighborhoods: P + Pᵀ − P ∘ Pᵀ (McInnes, Healy & Melville, 2018, §3.1). `memberships` are
 * those of `smoothDistances`; edges of weight zero are left out.
 */
export function joinNeighborhoods({ ids, k }: Neighbors, memberships: Float32Array): Graph {
  const count = ids.length / k;
  const reversed = transpose(ids, memberships, k, count);
  const starts = new Int32Array(count + 1);
  const tails = new Int32Array(2 * count * k);
  const weights = new Float32Array(2 * count * k);
  const columns = new Int32Array(k);
  const values = new Float32Array(k);
  let edge = 0;
  for (let i = 0; i < count; i++) {
    sortRow(ids, memberships, i * k, k, columns, values);
    let a = 0;
    let b = reversed.starts[i];
    const end = reversed.starts[i + 1];
    while (a < k || b < end) {
      const left = a < k ? columns[a] : count;
      const right = b < end ? reversed.tails[b] : count;
      const tail = Math.min(left, right);
      const p = left === tail ? values[a++] : 0;
      const q = right === tail ? reversed.weights[b++] : 0;
      const weight = p + q - p * q;
      if (weight > 0) {
        tails[edge] = tail;
        weights[edge++] = weight;
      }
    }
    starts[i + 1] = edge;
  }
  return { count, starts, tails: tails.subarray(0, edge), weights: weights.subarray(0, edge) };
}

/** The transposed graph; its rows come out sorted, since they are filled in the order of rows. */
function transpose(ids: Int32Array, memberships: Float32Array, k: number, count: number): Graph {
  const starts = new Int32Array(count + 1);
  for (const id of ids) starts[id + 1]++;
  for (let i = 0; i < count; i++) starts[i + 1] += starts[i];
  const next = starts.slice(0, count);
  const tails = new Int32Array(ids.length);
  const weights = new Float32Array(ids.length);
  for (let i = 0, e = 0; i < count; i++) {
    for (let c = 0; c < k; c++, e++) {
      const at = next[ids[e]]++;
      tails[at] = i;
      weights[at] = memberships[e];
    }
  }
  return { count, starts, tails, weights };
}

/** Copies one row, sorted by column. */
function sortRow(
  ids: Int32Array,
  memberships: Float32Array,
  start: number,
  k: number,
  columns: Int32Array,
  values: Float32Array
): void {
  for (let c = 0; c < k; c++) {
    const id = ids[start + c];
    const value = memberships[start + c];
    let p = c;
    while (p > 0 && columns[p - 1] > id) {
      columns[p] = columns[p - 1];
      values[p] = values[p - 1];
      p--;
    }
    columns[p] = id;
    values[p] = value;
  }
}
