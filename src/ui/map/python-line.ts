import type { MapParameters } from '../../contract/map.ts';
import { pythonString } from '../parts/python-string.ts';

/** The line that makes the same picture from the notebook. */
export function umapLine(embedding: string, parameters: MapParameters): string {
  const { nComponents, nNeighbors, minDist, nSamples, metric, seed } = parameters;
  const { minClusterSize, minSamples, epsilon } = parameters;
  const given = {
    n_components: nComponents,
    n_neighbors: nNeighbors,
    min_dist: minDist,
    n_samples: nSamples,
    metric: metric === 'euclidean' ? null : pythonString(metric),
    min_cluster_size: minClusterSize,
    min_samples: minSamples,
    epsilon: epsilon === 0 ? null : epsilon,
    seed
  };
  const written = Object.entries(given)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${String(value)}`);
  return `job = session.umap(${[pythonString(embedding), ...written].join(', ')})`;
}

/** The line that gives the selected rows. */
export function selectionLine(count: number): string {
  return `sel = session.selection  # ${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`;
}
