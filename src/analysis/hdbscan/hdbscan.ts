import { condense } from './condensed-tree.ts';
import { buildDendrogram } from './dendrogram.ts';
import { selectClusters } from './select-clusters.ts';
import { findSpanningTree } from './spanning-tree.ts';

export interface HdbscanParameters {
  /** Smallest cluster, ≥ 2; default 10. */
  minClusterSize?: number;
  /** Density is measured by the distance to this many-th *other* point (hdbscan package; scikit-learn's is one more), ≥ 1; default 1. */
  minSamples?: number;
  /** Clusters nearer than this are not told apart, in units of the positions, ≥ 0; default 0. */
  epsilon?: number;
}

export interface Clusters {
  /** Cluster of each point, largest cluster first; −1 is none. */
  labels: Int32Array;
  /** How firmly each point belongs to its cluster, within [0, 1]; 0 without one. */
  probabilities: Float32Array;
  count: number;
}

/**
 * Clusters `count` points of `components` coordinates (row-major, finite) by density: HDBSCAN* with excess of mass, Euclidean, no single cluster (Campello, Moulavi &
 * Sander, 2013; McInnes & Healy, 2017). Fewer than two points, or points that are all equal, make no cluster. Labels are those of
 * scikit-learn's HDBSCAN with `min_samples` + 1, numbered by falling size. Throws RangeError for parameters out of range or
 * positions that are not finite.
 */
export function hdbscan(
  positions: ArrayLike<number>,
  count: number,
  components: number,
  { minClusterSize = 10, minSamples = 1, epsilon = 0 }: HdbscanParameters = {}
): Clusters {
  if (!(minClusterSize >= 2)) {
    throw new RangeError(`Cannot find clusters of ${minClusterSize} points: at least 2 are needed`);
  }
  if (!(minSamples >= 1)) {
    throw new RangeError(`Cannot measure density by ${minSamples} samples: at least 1 is needed`);
  }
  if (!(epsilon >= 0)) {
    throw new RangeError(`Cannot join clusters within ${epsilon}: the distance must be 0 or more`);
  }
  for (let e = 0; e < count * components; e++) {
    if (!Number.isFinite(positions[e])) {
      throw new RangeError(`Cannot cluster point ${Math.floor(e / components)}: it is not finite`);
    }
  }
  if (count < 2) {
    return {
      labels: new Int32Array(count).fill(-1),
      probabilities: new Float32Array(count),
      count: 0
    };
  }
  const edges = findSpanningTree(positions, count, components, minSamples);
  const tree = condense(buildDendrogram(edges), minClusterSize);
  const selected = selectClusters(tree.clusters, epsilon);
  const owners = tree.clusters.map(() => -1);
  tree.clusters.forEach(({ parent }, c) => {
    if (parent >= 0) owners[c] = selected[c] ? c : owners[parent];
  });
  const labels = new Int32Array(count);
  const probabilities = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const owner = owners[tree.pointClusters[i]];
    labels[i] = owner;
    if (owner < 0) continue;
    const { death } = tree.clusters[owner];
    const lambda = tree.pointLambdas[i];
    probabilities[i] = lambda >= death ? 1 : lambda / death;
  }
  return { labels, probabilities, count: renumberBySize(labels) };
}

/** Renumbers labels by falling size, ties by first point; returns how many there are. */
function renumberBySize(labels: Int32Array): number {
  const sizes = new Map<number, number>();
  for (const label of labels) if (label >= 0) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const order = [...sizes].sort((a, b) => b[1] - a[1]).map(([label]) => label);
  const numbers = new Map(order.map((label, number) => [label, number]));
  for (let i = 0; i < labels.length; i++) labels[i] = numbers.get(labels[i]) ?? -1;
  return order.length;
}
