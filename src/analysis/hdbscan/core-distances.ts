import { distanceToBox, squaredDistance, type KdTree } from './kd-tree.ts';

/** A tree of 2³¹ points is less than 64 levels deep, and a search keeps one node a level. */
const STACK = 64;

/**
 * Squared distance from each point (in tree order) to its `minSamples`-th nearest other point, as the hdbscan package
 * counts (scikit-learn counts the point itself: its `min_samples` is ours + 1). All zero for 1, where the distance of two points is never
 * below it.
 */
export function findCoreDistances(tree: KdTree, minSamples: number): Float64Array {
  const cores = new Float64Array(tree.count);
  if (minSamples <= 1) return cores;
  const nearest = new Float64Array(minSamples);
  const nodes = new Int32Array(STACK);
  const bounds = new Float64Array(STACK);
  for (let p = 0; p < tree.count; p++) {
    nearest.fill(Infinity);
    let depth = 1;
    nodes[0] = 0;
    bounds[0] = 0;
    while (depth > 0) {
      const node = nodes[--depth];
      if (bounds[depth] >= nearest[minSamples - 1]) continue;
      const left = tree.left[node];
      if (left < 0) {
        for (let q = tree.first[node]; q < tree.last[node]; q++) {
          if (q !== p) keepSmallest(nearest, squaredDistance(tree, p, q));
        }
        continue;
      }
      const right = tree.right[node];
      const toLeft = distanceToBox(tree, p, left);
      const toRight = distanceToBox(tree, p, right);
      const leftFirst = toLeft < toRight;
      nodes[depth] = leftFirst ? right : left;
      bounds[depth++] = leftFirst ? toRight : toLeft;
      nodes[depth] = leftFirst ? left : right;
      bounds[depth++] = leftFirst ? toLeft : toRight;
    }
    cores[p] = nearest[minSamples - 1];
  }
  return cores;
}

/** Inserts `value` into an ascending list of fixed length, when it belongs there. */
function keepSmallest(sorted: Float64Array, value: number): void {
  let i = sorted.length - 1;
  if (value >= sorted[i]) return;
  for (; i > 0 && sorted[i - 1] > value; i--) sorted[i] = sorted[i - 1];
  sorted[i] = value;
}
