import type { Cluster } from '../../contract/map.ts';
import { METRIC_FACTS } from '../../contract/metrics.ts';
import type { ClusterMetric, ClusterValue } from './cluster-metric.ts';
import { isRatio } from './cluster-metric.ts';

/** By the value of the metric, by size, by name. */
export const CLUSTER_SORTS = ['highest', 'lowest', 'largest', 'smallest', 'name'] as const;
export type ClusterSort = (typeof CLUSTER_SORTS)[number];

export function isClusterSort(word: string | undefined): word is ClusterSort {
  return (CLUSTER_SORTS as readonly (string | undefined)[]).includes(word);
}

/** Missing values last, whichever way; equal ones by size, then by name. */
export function sortClusters(
  clusters: readonly Cluster[],
  by: ClusterSort,
  values: ReadonlyMap<string, ClusterValue>
): Cluster[] {
  const valueOf = ({ id }: Cluster) => values.get(id)?.primary ?? null;
  const keys: Record<ClusterSort, (cluster: Cluster) => number | null> = {
    highest: cluster => negated(valueOf(cluster)),
    lowest: valueOf,
    largest: ({ count }) => -count,
    smallest: ({ count }) => count,
    name: () => 0
  };
  const key = keys[by];
  return [...clusters].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const names = a.name.localeCompare(b.name, undefined, { numeric: true });
    if (x === null || y === null) {
      return Number(x === null) - Number(y === null) || b.count - a.count || names;
    }
    return x - y || (by === 'name' ? names : b.count - a.count || names);
  });
}

function negated(value: number | null): number | null {
  return value === null ? null : -value;
}

/** Which order a reader wants to start with (§7.8): the most drift, the worst performance, the highest value. */
export function defaultSort({ metric }: ClusterMetric, hasValues: boolean): ClusterSort {
  if (!hasValues) {
    return 'largest';
  }
  return !isRatio(metric) && METRIC_FACTS[metric].better === 'higher' ? 'lowest' : 'highest';
}
