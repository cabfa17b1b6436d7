import type { Dendrogram } from './dendrogram.ts';

/** A cluster of the condensed tree; λ is 1 / distance. Cluster 0 is the root, and parents come before their children. */
export interface CondensedCluster {
  parent: number;
  children: number[];
  /** λ at which it splits off its parent; 0 for the root. */
  birth: number;
  /** Largest λ at which something leaves it. */
  death: number;
  /** Σ (λ − birth) over the points that leave it. */
  stability: number;
}

export interface CondensedTree {
  clusters: CondensedCluster[];
  /** The last cluster of each point, and the λ at which it left that one. */
  pointClusters: Int32Array;
  pointLambdas: Float64Array;
}

/**
 * Walks the dendrogram from the top and keeps only splits into two sides of at least `minClusterSize` points (Campello, Moulavi & Sander, 2013,
 * §3.4). Duplicates (distance 0, λ = ∞) are never split from each other, so no stability is ∞ − ∞.
 */
export function condense(dendrogram: Dendrogram, minClusterSize: number): CondensedTree {
  const { count, left, right, distances, sizes } = dendrogram;
  const clusters: CondensedCluster[] = [createCluster(-1, 0)];
  const pointClusters = new Int32Array(count);
  const pointLambdas = new Float64Array(count);
  const leaving: number[] = [];

  const leave = (node: number, cluster: number, lambda: number) => {
    const from = clusters[cluster];
    from.stability += (lambda - from.birth) * sizes[node];
    from.death = Math.max(from.death, lambda);
    leaving.push(node);
    for (let n = leaving.pop(); n !== undefined; n = leaving.pop()) {
      if (n < count) {
        pointClusters[n] = cluster;
        pointLambdas[n] = lambda;
      } else {
        leaving.push(left[n - count], right[n - count]);
      }
    }
  };
  const open: { node: number; cluster: number }[] = [{ node: count + left.length - 1, cluster: 0 }];
  for (let top = open.pop(); top !== undefined; top = open.pop()) {
    let { node } = top;
    const { cluster } = top;
    for (;;) {
      const merge = node - count;
      const distance = distances[merge];
      if (distance === 0) {
        leave(node, cluster, Infinity);
        break;
      }
      const lambda = 1 / distance;
      const sides = [left[merge], right[merge]];
      const large = sides.filter(side => sizes[side] >= minClusterSize);
      if (large.length === 2) {
        for (const side of sides) {
          const child = clusters.push(createCluster(cluster, lambda)) - 1;
          const parent = clusters[cluster];
          parent.children.push(child);
          parent.stability += (lambda - parent.birth) * sizes[side];
          parent.death = Math.max(parent.death, lambda);
          open.push({ node: side, cluster: child });
        }
        break;
      }
      for (const side of sides) if (sizes[side] < minClusterSize) leave(side, cluster, lambda);
      if (large.length === 0) break;
      node = large[0];
    }
  }
  return { clusters, pointClusters, pointLambdas };
}

function createCluster(parent: number, birth: number): CondensedCluster {
  return { parent, children: [], birth, death: 0, stability: 0 };
}
