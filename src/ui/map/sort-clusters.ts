import type { Cluster } from '../../contract/map.ts';

export const CLUSTER_SORTS = ['drift', 'largest', 'smallest', 'accuracy', 'name'] as const;
export type ClusterSort = (typeof CLUSTER_SORTS)[number];

export function isClusterSort(word: string | undefined): word is ClusterSort {
  return (CLUSTER_SORTS as readonly (string | undefined)[]).includes(word);
}

/** What the two-tone bar compares: production with reference, or queries with documents. */
export function ratioOf({ driftRatio, primaryToCorpusRatio }: Cluster): number | null {
  return driftRatio ?? primaryToCorpusRatio;
}

const KEYS: Record<ClusterSort, (cluster: Cluster) => number | null> = {
  drift: cluster => {
    const ratio = ratioOf(cluster);
    return ratio === null ? null : -ratio;
  },
  largest: ({ count }) => -count,
  smallest: ({ count }) => count,
  accuracy: ({ accuracy }) => accuracy.primary,
  name: () => 0
};

/** Missing values last; equal ones by size, then by name. */
export function sortClusters(clusters: readonly Cluster[], by: ClusterSort): Cluster[] {
  const key = KEYS[by];
  return [...clusters].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === null || y === null) {
      return Number(x === null) - Number(y === null) || b.count - a.count;
    }
    const names = a.name.localeCompare(b.name, undefined, { numeric: true });
    return x - y || (by === 'name' ? names : b.count - a.count || names);
  });
}

/** Which order a reader wants to start with. */
export function defaultSort(clusters: readonly Cluster[]): ClusterSort {
  if (clusters.some(cluster => ratioOf(cluster) !== null)) {
    return 'drift';
  }
  return clusters.some(({ accuracy }) => accuracy.primary !== null) ? 'accuracy' : 'largest';
}
