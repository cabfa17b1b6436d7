import type { SpanningTree } from './spanning-tree.ts';
import { UnionFind } from './union-find.ts';

/** Single linkage: merge `m` makes node `count + m` out of `left[m]` and `right[m]`; nodes below `count` are points. */
export interface Dendrogram {
  count: number;
  left: Int32Array;
  right: Int32Array;
  /** Ascending. */
  distances: Float64Array;
  /** Points below each node. */
  sizes: Int32Array;
}

export function buildDendrogram({ from, to, lengths }: SpanningTree): Dendrogram {
  const merges = lengths.length;
  const count = merges + 1;
  const order = Int32Array.from({ length: merges }, (_, e) => e);
  order.sort((a, b) => lengths[a] - lengths[b] || a - b);
  const sets = new UnionFind(count + merges);
  const dendrogram: Dendrogram = {
    count,
    left: new Int32Array(merges),
    right: new Int32Array(merges),
    distances: new Float64Array(merges),
    sizes: new Int32Array(count + merges).fill(1, 0, count)
  };
  order.forEach((edge, m) => {
    const left = sets.find(from[edge]);
    const right = sets.find(to[edge]);
    sets.join(left, count + m);
    sets.join(right, count + m);
    dendrogram.left[m] = left;
    dendrogram.right[m] = right;
    dendrogram.distances[m] = lengths[edge];
    dendrogram.sizes[count + m] = dendrogram.sizes[left] + dendrogram.sizes[right];
  });
  return dendrogram;
}
